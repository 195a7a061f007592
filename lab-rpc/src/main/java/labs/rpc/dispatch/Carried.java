package labs.rpc.dispatch;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import labs.rpc.value.BadValueException;
import labs.rpc.value.StructMapper;

/**
 * Can the types of a remote method be carried at all? Asked when it is registered and when a proxy
 * is made, so that a type that cannot shows then, and not in the first call on a Sunday night.
 */
public final class Carried {
    private final boolean read; // made of what came over the wire, or written to it?
    private final Set<Class<?>> seen = new HashSet<>();

    private Carried(boolean read) {
        this.read = read;
    }

    /**
     * Reads the parameters and writes the result.
     *
     * @throws IllegalArgumentException if one of the types cannot be carried
     */
    public static void requireServable(Method method) {
        require(method, true);
    }

    /** As {@link #requireServable} for who writes the parameters and reads the result. */
    public static void requireCallable(Method method) {
        require(method, false);
    }

    /** What a future promises: Object if its declaration does not say. */
    public static Type promised(Type future) {
        return WireTypes.argument(future, 0);
    }

    private static void require(Method method, boolean serves) {
        try {
            for (Type type : method.getGenericParameterTypes()) {
                new Carried(serves).require(type);
            }
            new Carried(!serves).require(method.getGenericReturnType());
        } catch (BadValueException e) {
            throw new IllegalArgumentException(
                    method.getDeclaringClass().getSimpleName()
                            + "."
                            + method.getName()
                            + " cannot be called from afar: "
                            + e.getMessage(),
                    e);
        }
    }

    private void require(Type type) {
        Class<?> raw = WireTypes.raw(type);
        if (WireTypes.isScalar(raw) || isOpen(raw)) {
            return;
        } else if (raw == Optional.class || CompletionStage.class.isAssignableFrom(raw)) {
            require(WireTypes.argument(type, 0));
        } else if (raw.isArray()) {
            require(WireTypes.component(type));
        } else if (Collection.class.isAssignableFrom(raw)) {
            requireMade(raw, List.class, Set.class);
            require(WireTypes.argument(type, 0));
        } else if (Map.class.isAssignableFrom(raw)) {
            requireMade(raw, Map.class, Map.class);
            require(WireTypes.argument(type, 1));
        } else if (seen.add(raw)) {
            StructMapper.memberTypes(raw, read).forEach(this::require);
        }
    }

    /** What an interface or an abstract class stands for, only its objects can say. */
    private boolean isOpen(Class<?> raw) {
        boolean open = raw.isInterface() || Modifier.isAbstract(raw.getModifiers());
        boolean container = Collection.class.isAssignableFrom(raw) || raw == Map.class;
        if (!open || container || raw.isArray()) {
            return false;
        }
        return !read
                || raw.isAssignableFrom(String.class)
                || raw.isAssignableFrom(Integer.class)
                || raw.isAssignableFrom(List.class);
    }

    private void requireMade(Class<?> raw, Class<?> made, Class<?> alsoMade) {
        if (read && !raw.isAssignableFrom(made) && raw != alsoMade) {
            throw new BadValueException("no " + raw.getName() + " is made of what comes");
        }
    }
}
