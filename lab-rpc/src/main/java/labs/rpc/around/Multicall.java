package labs.rpc.around;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import labs.rpc.dispatch.CallContext;
import labs.rpc.dispatch.CallHandler;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.dispatch.MethodInfo;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.message.FaultStruct;
import labs.rpc.value.BadValueException;
import labs.rpc.value.ValueWriter;
import labs.rpc.value.XmlOutput;

/**
 * {@code system.multicall}: many calls in one request. It takes one array of structs {@code
 * {methodName, params}} and gives an array with one element for each, in order: a value wrapped in
 * an array of length one, or a fault struct {@code {faultCode, faultString}}. A call that fails
 * does not touch the others. Thread-safe.
 */
public final class Multicall implements CallHandler {
    /** The name of the method. */
    public static final String NAME = "system.multicall";

    /** Calls in one request at most; without a bound, one request would keep a worker for ever. */
    public static final int MAX_CALLS = 1_000;

    private static final Logger LOG = System.getLogger(Multicall.class.getName());
    private static final MethodInfo INFO =
            new MethodInfo(
                    NAME,
                    List.of(List.of("array", "array")),
                    "Makes many calls in one request; each answer is an array of one value, or a fault.");

    private final CallHandler next;

    private Multicall(CallHandler next) {
        this.next = next;
    }

    /** Adds the method to a dispatcher; the calls within go to the dispatcher itself. */
    public static void addTo(Dispatcher dispatcher) {
        addTo(dispatcher, dispatcher);
    }

    /**
     * As {@link #addTo(Dispatcher)}, with the calls within going to a handler around it. Not one
     * that goes by the request's headers: all calls within have the same.
     */
    public static void addTo(Dispatcher dispatcher, CallHandler next) {
        dispatcher.register(INFO, new Multicall(next));
    }

    @Override
    public Object call(CallContext context, String method, List<Object> params) {
        // BEGIN SOLUTION
        if (params.size() != 1 || !(params.get(0) instanceof List<?> calls)) {
            throw new FaultException(FaultCode.INVALID_PARAMS, NAME + " takes one array of calls");
        }
        if (calls.size() > MAX_CALLS) {
            String message = "at most " + MAX_CALLS + " calls in one " + NAME;
            throw new FaultException(FaultCode.INVALID_PARAMS, message);
        }
        List<Object> answers = new ArrayList<>(calls.size());
        for (Object call : calls) {
            answers.add(answer(context, call));
        }
        return answers;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private Object answer(CallContext context, Object call) {
        try {
            List<Object> one = new ArrayList<>(1); // not List.of: the value may be nil
            one.add(callOne(context, call));
            requireCarried(one);
            return one;
        } catch (FaultException e) {
            return FaultStruct.of(e.code(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FaultStruct.of(FaultCode.SYSTEM_ERROR, "the server stops");
        } catch (Throwable e) {
            // As for a single call: what went wrong inside is no business of the peer.
            LOG.log(Level.WARNING, "a call in a " + NAME + " failed", e);
            return FaultStruct.of(FaultCode.APPLICATION_ERROR, "the method failed");
        }
    }

    /** A result that cannot be written would take all the others with it: try it out. */
    private static void requireCarried(List<Object> one) {
        try {
            new ValueWriter(new XmlOutput()).write(List.of(one)); // as deep as it will stand
        } catch (BadValueException e) {
            LOG.log(Level.WARNING, "a result that XML-RPC cannot carry", e);
            String message = "the result cannot be carried by XML-RPC";
            throw new FaultException(FaultCode.INTERNAL_ERROR, message);
        }
    }

    private Object callOne(CallContext context, Object call) throws Exception {
        if (!(call instanceof Map<?, ?> struct)
                || !(struct.get("methodName") instanceof String method)
                || !(struct.get("params") instanceof List<?> params)) {
            String message = "each call is a struct {methodName, params}";
            throw new FaultException(FaultCode.INVALID_PARAMS, message);
        }
        if (method.equals(NAME)) {
            // One within the other would get around MAX_CALLS: 1,000 times 1,000 times …
            throw new FaultException(FaultCode.INVALID_PARAMS, NAME + " cannot hold another");
        }
        return next.call(context, method, new ArrayList<>(params));
    }
    // END SOLUTION
}
