package labs.zookeeper.zab.net;

/**
 * The first frame of a connection between nodes: who speaks, and whom it wants to speak to.
 *
 * @param nodes how many the cluster has, in the sender's opinion
 */
record Hello(int from, int to, int nodes) {
    /** More bytes than this no hello has. */
    static final int LIMIT = 64;

    private static final String PROTOCOL = "ZAB/1";

    byte[] encode() {
        return new WireWriter().text(PROTOCOL).int32(from).int32(to).int32(nodes).toBytes();
    }

    /**
     * @throws BadFrameException if it is none
     */
    static Hello decode(byte[] frame) throws BadFrameException {
        return WireReader.all(
                frame,
                in -> {
                    String protocol = in.text();
                    WireReader.require(protocol.equals(PROTOCOL), "the protocol is not ours");
                    return new Hello(in.int32(), in.int32(), in.int32());
                });
    }
}
