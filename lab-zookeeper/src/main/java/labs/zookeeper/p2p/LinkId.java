package labs.zookeeper.p2p;

/** Two neighbours, whichever comes first: {@code a} is the smaller name. */
record LinkId(String a, String b) {
    static LinkId of(String one, String other) {
        return one.compareTo(other) < 0 ? new LinkId(one, other) : new LinkId(other, one);
    }
}
