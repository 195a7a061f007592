package labs.rpc.dispatch;

import java.util.List;

/**
 * Answers calls. What stands around a call (authentication, at-most-once, multicall) is a handler
 * that holds the next one. Called by many threads at once.
 */
@FunctionalInterface
public interface CallHandler {
    /**
     * Calls the method and returns its value.
     *
     * @throws labs.rpc.message.FaultException to answer with that fault
     * @throws Exception anything else, which the peer sees as an application error without its
     *     details
     */
    Object call(CallContext context, String method, List<Object> params) throws Exception;
}
