package labs.compute.storm;

import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An object that the tasks of a local cluster share with whoever submitted them. Only its name is
 * serialised, so it works in one JVM and nowhere else: it is a window for tests and demos, not a
 * way to pass data. Thread-safe if the object is.
 */
public final class Shared<T> implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final Map<String, Object> ALL = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    private Shared() {}

    /** Shares an object until the JVM ends. */
    public static <T> Shared<T> of(T value) {
        var shared = new Shared<T>();
        ALL.put(shared.name, value);
        return shared;
    }

    /**
     * @throws IllegalStateException in another JVM than the one that made it
     */
    @SuppressWarnings("unchecked")
    public T get() {
        Object value = ALL.get(name);
        if (value == null) {
            throw new IllegalStateException("this was shared in another JVM");
        }
        return (T) value;
    }
}
