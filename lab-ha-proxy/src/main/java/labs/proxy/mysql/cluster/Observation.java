package labs.proxy.mysql.cluster;

/**
 * What a look at a server saw.
 *
 * @param nanos when the look began
 * @param since when the first of the failed looks began
 * @param failures how many looks in a row have failed, with this one; then the rest is as before
 * @param written how far its own binary log is
 * @param applied how far it is as a replica
 * @param id its {@code server_id}
 * @param master the {@code server_id} of whom it follows; 0 if it has not heard it yet, -1 if it
 *     follows nobody
 * @param hearing {@code Slave_IO_Running}: {@code Yes} while it is connected to its primary, {@code
 *     Connecting} while it tries, {@code No} if it was told not to
 */
record Observation(
        long nanos,
        long since,
        int failures,
        boolean readOnly,
        Gtids written,
        Gtids applied,
        int id,
        int master,
        String hearing) {
    /** Before the first look. */
    static Observation none() {
        long now = System.nanoTime();
        return new Observation(
                now, now, Integer.MAX_VALUE, true, Gtids.NONE, Gtids.NONE, 0, -1, "No");
    }

    Observation failed(long now) {
        int more = failures == Integer.MAX_VALUE ? failures : failures + 1;
        long first = failures == 0 ? now : since;
        return new Observation(now, first, more, readOnly, written, applied, id, master, hearing);
    }
}
