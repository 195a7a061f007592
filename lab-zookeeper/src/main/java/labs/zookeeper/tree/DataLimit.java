package labs.zookeeper.tree;

import java.nio.charset.StandardCharsets;

/**
 * How much data fits into one request. A server that gets a longer request says nothing: it closes
 * the connection, and the client sees a ConnectionLoss, tries again, and is cut off again.
 */
final class DataLimit {
    /**
     * The system property that servers and clients share, and its default: one byte below 1 MiB.
     */
    static final int MAX_REQUEST = Integer.getInteger("jute.maxbuffer", 0xfffff);

    /** Room for what else is in a request: header, lengths, flags, an access control list. */
    static final int OVERHEAD = 256;

    private DataLimit() {}

    /** The most data that a node of that path may have. */
    static int of(String path) {
        return MAX_REQUEST - OVERHEAD - path.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * @throws DataTooLargeException when that does not fit
     */
    static void check(String path, byte[] data) {
        // BEGIN SOLUTION
        if (data.length > of(path)) {
            throw new DataTooLargeException(path, data.length, of(path));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
