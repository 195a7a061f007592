package labs.rpc.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;

/**
 * Finds the Java method that a call means, makes the parameters fit it, and calls it. Whatever goes
 * wrong leaves as a {@link FaultException} that tells the peer what it did wrong, and nothing of
 * our insides. Thread-safe.
 */
public final class Dispatcher implements CallHandler {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(MethodInfo info, CallHandler handler) {}

    /** As {@link #register(String, Class, Object)}, with the methods' names alone. */
    public <T> Dispatcher register(Class<T> iface, T implementation) {
        return register("", iface, implementation);
    }

    /**
     * Makes each method of the interface a remote one, {@code name.method}, or {@code method} alone
     * if the name is empty; {@link labs.rpc.value.Name} renames a method. Overloads are told apart
     * by their number of parameters.
     *
     * @throws IllegalArgumentException if two overloads take the same number, a name is taken, or
     *     XML-RPC has nothing for one of the types
     */
    public <T> Dispatcher register(String name, Class<T> iface, T implementation) {
        Map<String, Overloads> overloads = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        for (Method method : iface.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
                String full = RemoteName.of(name, method);
                overloads
                        .computeIfAbsent(full, n -> new Overloads())
                        .add(new BoundMethod(method, implementation));
                help.merge(full, help(method), (a, b) -> a.isEmpty() ? b : a);
            }
        }
        overloads.forEach(
                (full, o) -> register(new MethodInfo(full, o.signatures(), help.get(full)), o));
        return this;
    }

    /** Makes the handler answer this one method, whatever the parameters are. */
    public Dispatcher register(MethodInfo info, CallHandler handler) {
        if (entries.putIfAbsent(info.name(), new Entry(info, handler)) != null) {
            throw new IllegalArgumentException(info.name() + " is registered already");
        }
        return this;
    }

    /** As {@link #register(MethodInfo, CallHandler)} for a method of which nothing more is told. */
    public Dispatcher register(String method, CallHandler handler) {
        return register(new MethodInfo(method, List.of(), ""), handler);
    }

    /** All methods, sorted by name. */
    public List<MethodInfo> methods() {
        return entries.keySet().stream()
                .sorted()
                .map(n -> entries.get(n).info())
                .collect(Collectors.toList());
    }

    /** What is known of one method. */
    public Optional<MethodInfo> find(String method) {
        return Optional.ofNullable(entries.get(method)).map(Entry::info);
    }

    /**
     * @throws FaultException and nothing else
     */
    @Override
    public Object call(CallContext context, String method, List<Object> params) {
        // BEGIN SOLUTION
        Entry entry = entries.get(method);
        if (entry == null) {
            throw new FaultException(FaultCode.METHOD_NOT_FOUND, "there is no method " + method);
        }
        try {
            return entry.handler().call(context, method, params);
        } catch (FaultException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(FaultCode.SYSTEM_ERROR, "the server stops");
        } catch (Exception | StackOverflowError e) {
            throw applicationError(method, e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /**
     * Even an exception's message may name classes, files or tables: it goes to our log, under an
     * id that the peer can quote.
     */
    private static FaultException applicationError(String method, Throwable cause) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.log(Level.WARNING, () -> method + " failed, incident " + id, cause);
        return new FaultException(FaultCode.APPLICATION_ERROR, method + " failed, incident " + id);
    }

    // END SOLUTION

    private static String help(Method method) {
        Help help = method.getAnnotation(Help.class);
        return help == null ? "" : help.value();
    }
}
