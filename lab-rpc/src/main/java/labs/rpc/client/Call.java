package labs.rpc.client;

import java.util.List;
import java.util.Map;

/**
 * A call with everything that can be said about it, for {@link XmlRpcClient#send}.
 *
 * @param method the remote method's name
 * @param params its parameters
 * @param headers HTTP headers of this call only
 * @param idempotent may be sent again though it may have run
 */
public record Call(
        String method, List<Object> params, Map<String, String> headers, boolean idempotent) {

    /** A call without headers that must not run twice. */
    public static Call of(String method, Object... params) {
        // Not List.of: nil is a value, too.
        return new Call(method, java.util.Arrays.asList(params), Map.of(), false);
    }
}
