package labs.rpc.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.rpc.dispatch.Carried;
import labs.rpc.dispatch.Converter;
import labs.rpc.dispatch.RemoteName;

/**
 * What stands behind a dynamic proxy: each method of a Java interface as a call of the remote
 * method {@code name.method}, or {@code method} if the name is empty. Thread-safe.
 */
final class RemoteMethods implements InvocationHandler {
    private final Caller caller;
    private final String name;

    private RemoteMethods(Caller caller, String name) {
        this.caller = caller;
        this.name = name;
    }

    static <T> T proxy(Caller caller, String name, Class<T> iface) {
        for (Method method : iface.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                Carried.requireCallable(method);
            }
        }
        Object proxy =
                Proxy.newProxyInstance(
                        iface.getClassLoader(),
                        new Class<?>[] {iface},
                        new RemoteMethods(caller, name));
        return iface.cast(proxy);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        // BEGIN SOLUTION
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, args);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        boolean async = method.getReturnType() == CompletableFuture.class;
        CompletableFuture<Object> result = caller.send(call(method, args));
        CompletableFuture<Object> fitted = result.thenApply(value -> fit(value, method, async));
        return async ? fitted : Caller.await(fitted);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private Call call(Method method, Object[] args) {
        List<Object> params = args == null ? List.of() : Arrays.asList(args);
        boolean idempotent = method.isAnnotationPresent(Idempotent.class);
        return new Call(RemoteName.of(name, method), params, Map.of(), idempotent);
    }

    private static Object fit(Object value, Method method, boolean async) {
        Type declared = method.getGenericReturnType();
        Type wanted = async ? Carried.promised(declared) : declared;
        boolean nothing = wanted == void.class || wanted == Void.class;
        return nothing ? null : Converter.convert(value, wanted);
    }

    /**
     * What every object can do stays on this side: asking for equality must not call the server.
     */
    private Object ofObject(Object proxy, Method method, Object[] args) {
        return switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "remote " + (name.isEmpty() ? "methods" : name);
        };
    }
    // END SOLUTION
}
