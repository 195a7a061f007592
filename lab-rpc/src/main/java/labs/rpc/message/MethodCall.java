package labs.rpc.message;

import java.util.List;

/**
 * What a client asks: the method's name, such as {@code accounts.transfer}, and its parameters in
 * order.
 */
public record MethodCall(String method, List<Object> params) {}
