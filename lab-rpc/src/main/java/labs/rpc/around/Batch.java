package labs.rpc.around;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.rpc.client.Caller;
import labs.rpc.client.OutcomeUnknownException;
import labs.rpc.message.FaultException;
import labs.rpc.message.FaultStruct;
import labs.rpc.message.MethodResponse;

/**
 * The client's side of {@link Multicall}: collects calls, and sends them as one request. For use by
 * one thread, once.
 */
public final class Batch {
    private final Caller caller;
    private final List<Object> calls = new ArrayList<>();
    private final List<CompletableFuture<Object>> results = new ArrayList<>();
    private boolean sent;

    public Batch(Caller caller) {
        this.caller = caller;
    }

    /**
     * Adds a call, and promises its value: after {@link #send}, or the fault it ended with, or what
     * {@code send} throws.
     *
     * @throws IllegalStateException after {@code send}
     */
    public CompletableFuture<Object> add(String method, Object... params) {
        requireUnsent();
        calls.add(Map.of("methodName", method, "params", Arrays.asList(params)));
        CompletableFuture<Object> result = new CompletableFuture<>();
        results.add(result);
        return result;
    }

    /**
     * Sends all calls in one request and waits for the answers. Afterwards every promise is kept or
     * broken, whatever happened. Values may come in an array of one each, as {@link Multicall} has
     * it, or bare, as supervisord sends them.
     *
     * @throws labs.rpc.client.CallFailedException if the request as a whole brought no response, or
     *     one that is no list of as many answers: then nobody knows which belongs to which call
     * @throws FaultException if the request as a whole was answered with a fault
     * @throws labs.rpc.value.BadValueException if a parameter cannot be carried
     * @throws IllegalStateException if it was sent before
     */
    public void send() {
        requireUnsent();
        sent = true;
        // BEGIN SOLUTION
        try {
            complete(answers(caller.call(Multicall.NAME, calls)));
        } catch (RuntimeException | Error e) {
            results.forEach(result -> result.completeExceptionally(e));
            throw e;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private void requireUnsent() {
        if (sent) {
            throw new IllegalStateException("this batch was sent; make a new one");
        }
    }

    // BEGIN SOLUTION
    private List<?> answers(Object answer) {
        if (answer instanceof List<?> answers && answers.size() == results.size()) {
            return answers;
        }
        String what = answer instanceof List<?> list ? list.size() + " answers" : "no list";
        throw new OutcomeUnknownException(
                "the server answered " + calls.size() + " calls with " + what, null);
    }

    private void complete(List<?> answers) {
        // A server that sends one value bare sends them all so, those too that are a list of one.
        boolean bare = !answers.stream().allMatch(a -> isWrapped(a) || FaultStruct.isOne(a));
        for (int i = 0; i < answers.size(); i++) {
            Object answer = answers.get(i);
            if (FaultStruct.isOne(answer)) {
                MethodResponse.Fault fault = FaultStruct.read(answer);
                results.get(i)
                        .completeExceptionally(new FaultException(fault.code(), fault.message()));
            } else {
                results.get(i).complete(bare ? answer : ((List<?>) answer).get(0));
            }
        }
    }

    private static boolean isWrapped(Object answer) {
        return answer instanceof List<?> list && list.size() == 1;
    }
    // END SOLUTION
}
