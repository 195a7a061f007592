package labs.rpc.dispatch;

import java.util.List;
import java.util.Optional;

/** Finds the Java method that a call means, makes the parameters fit it, and calls it. Thread-safe. */
public final class Dispatcher implements CallHandler {
    /** Makes each method of the interface a remote one, {@code name.method}; overloads are told apart by arity. */
    public <T> Dispatcher register(String name, Class<T> iface, T implementation) {
        throw new UnsupportedOperationException();
    }

    /** Makes the handler answer this one method, whatever the parameters are. */
    public Dispatcher register(MethodInfo info, CallHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #register(MethodInfo, CallHandler)} for a method of which nothing more is told. */
    public Dispatcher register(String method, CallHandler handler) {
        return register(new MethodInfo(method, List.of(), ""), handler);
    }

    /** All methods, sorted by name. */
    public List<MethodInfo> methods() {
        throw new UnsupportedOperationException();
    }

    /** What is known of one method. */
    public Optional<MethodInfo> find(String method) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object call(CallContext context, String method, List<Object> params) {
        throw new UnsupportedOperationException();
    }
}
