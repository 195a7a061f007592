package labs.rpc.dispatch;

import java.util.Map;

/**
 * What is known about a call besides its method and parameters.
 *
 * @param headers the HTTP headers, their names in lower case
 * @param remote the address of the peer, for logs
 * @param principal who the peer proved to be, or null
 */
public record CallContext(Map<String, String> headers, String remote, String principal) {
    /** A call from inside this process. */
    public static final CallContext LOCAL = new CallContext(Map.of(), "local", null);

    public CallContext withPrincipal(String name) {
        return new CallContext(headers, remote, name);
    }
}
