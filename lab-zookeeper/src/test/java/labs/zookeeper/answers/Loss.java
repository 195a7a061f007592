package labs.zookeeper.answers;

/** How an answer gets lost. */
enum Loss {
    NONE(0, false),
    ONCE(1, false),
    TWICE(2, false),
    /** And no server is reached until the client gives up, or the story heals it. */
    FOR_LONG(1, true);

    final int times;
    final boolean cut;

    Loss(int times, boolean cut) {
        this.times = times;
        this.cut = cut;
    }
}
