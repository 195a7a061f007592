package labs.rpc.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call as it goes over the wire, and how it may be treated.
 *
 * @param body the encoded call
 * @param headers HTTP headers of this call only
 * @param idempotent may be sent again though it may have run
 * @param deadline in {@link System#nanoTime} time, after which nobody waits for the answer
 */
record Request(byte[] body, Map<String, String> headers, boolean idempotent, long deadline) {

    /** Nanoseconds left until the deadline; negative when it has passed. */
    long nanosLeft() {
        return deadline - System.nanoTime();
    }

    /** For another host than the one that these were meant for. */
    Request withoutCredentials() {
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.keySet().removeIf(Request::isCredential);
        return new Request(body, others, idempotent, deadline);
    }

    private static boolean isCredential(String name) {
        return name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Cookie");
    }
}
