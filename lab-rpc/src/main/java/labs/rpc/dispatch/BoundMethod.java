package labs.rpc.dispatch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.value.BadValueException;

/** A method of a remote interface together with the object that implements it. */
final class BoundMethod {
    private final Method method;
    private final Object target;
    private final Type[] types;

    /**
     * @throws IllegalArgumentException if XML-RPC has nothing for one of the method's types
     */
    BoundMethod(Method method, Object target) {
        Carried.requireServable(method);
        this.method = method;
        this.target = target;
        this.types = method.getGenericParameterTypes();
        method.setAccessible(true); // an interface that is not public
    }

    int arity() {
        return types.length;
    }

    /** The type of the result and those of the parameters, in the names of XML-RPC. */
    List<String> signature() {
        List<String> signature = new ArrayList<>();
        signature.add(WireTypes.of(method.getGenericReturnType()));
        for (Type type : types) {
            signature.add(WireTypes.of(type));
        }
        return signature;
    }

    /**
     * Calls the method, waits if its result is a future, and answers true for a method without a
     * result: nil is an extension that not every peer knows.
     *
     * @throws FaultException with {@link FaultCode#INVALID_PARAMS} if the parameters do not fit
     * @throws Exception what the method itself threw
     */
    Object call(List<Object> params) throws Exception {
        // BEGIN SOLUTION
        Object[] args = arguments(params);
        try {
            Object result = method.invoke(target, args);
            if (result instanceof CompletionStage<?> stage) {
                result = stage.toCompletableFuture().get();
            }
            return isVoid() ? true : result;
        } catch (InvocationTargetException | ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-3: see README, part 3");
    }

    private boolean isVoid() {
        Type type = method.getGenericReturnType();
        return type == void.class || WireTypes.argument(type, 0) == Void.class;
    }

    // BEGIN SOLUTION
    private Object[] arguments(List<Object> params) {
        Object[] args = new Object[types.length];
        for (int i = 0; i < args.length; i++) {
            try {
                args[i] = Converter.convert(params.get(i), types[i]);
            } catch (BadValueException e) {
                String message = "parameter " + (i + 1) + ": " + e.getMessage();
                throw new FaultException(FaultCode.INVALID_PARAMS, message);
            }
        }
        return args;
    }
    // END SOLUTION
}
