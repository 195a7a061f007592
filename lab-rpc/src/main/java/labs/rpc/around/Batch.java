package labs.rpc.around;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.rpc.client.Caller;
import labs.rpc.message.FaultException;

/**
 * The client's side of {@link Multicall}: collects calls, and sends them as one request. For use by
 * one thread, once.
 */
public final class Batch {
    private final Caller caller;
    private final List<Object> calls = new ArrayList<>();
    private final List<CompletableFuture<Object>> results = new ArrayList<>();

    public Batch(Caller caller) {
        this.caller = caller;
    }

    /** Adds a call, and promises its value: after {@link #send}, or the fault it ended with. */
    public CompletableFuture<Object> add(String method, Object... params) {
        calls.add(Map.of("methodName", method, "params", Arrays.asList(params)));
        CompletableFuture<Object> result = new CompletableFuture<>();
        results.add(result);
        return result;
    }

    /**
     * Sends all calls in one request and waits for the answers.
     *
     * @throws labs.rpc.client.CallFailedException if the request as a whole brought no response
     */
    public void send() {
        // BEGIN SOLUTION
        List<?> answers = (List<?>) caller.call(Multicall.NAME, calls);
        for (int i = 0; i < results.size(); i++) {
            if (answers.get(i) instanceof List<?> one) {
                results.get(i).complete(one.get(0));
            } else {
                results.get(i).completeExceptionally(fault((Map<?, ?>) answers.get(i)));
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private static FaultException fault(Map<?, ?> struct) {
        return new FaultException(
                (Integer) struct.get("faultCode"), (String) struct.get("faultString"));
    }
    // END SOLUTION
}
