package labs.proxy.http;

import java.util.Set;

/**
 * Whether a request that failed may be sent once more. A request that no server has seen may go
 * anywhere. One that a server may have seen, and acted on, may be repeated only if to do it twice
 * is as to do it once (RFC 9110, part 9.2.2), and only as long as the proxy still has all of it and
 * the client has seen nothing of an answer.
 */
final class Retries {
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private Retries() {}

    /**
     * Whether it may be sent again.
     *
     * @param written whether any of it was handed to a connection
     * @param bodyBegun whether any of its body was: that is not kept
     * @param answered whether the client has got anything of an answer
     */
    static boolean maySendAgain(
            String method, boolean written, boolean bodyBegun, boolean answered) {
        // BEGIN SOLUTION
        return !answered && (!written || (!bodyBegun && IDEMPOTENT.contains(method)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-4: README, part 4");
    }
}
