package labs.rpc.value;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A component of a record or a property of a bean.
 *
 * @param name on the wire
 * @param setter null for a record's component and for a property that can only be read
 */
record Member(String name, Type type, Method getter, Method setter) {
    Object get(Object owner) {
        return invoke(getter, owner);
    }

    void set(Object owner, Object value) {
        invoke(setter, owner, value);
    }

    boolean isPrimitive() {
        return type instanceof Class && ((Class<?>) type).isPrimitive();
    }

    /** What stands for a value that is not there. */
    Object absent() {
        boolean optional = type instanceof ParameterizedType p && p.getRawType() == Optional.class;
        return optional ? Optional.empty() : null;
    }

    private Object invoke(Method method, Object owner, Object... args) {
        try {
            return method.invoke(owner, args);
        } catch (InvocationTargetException e) {
            throw new BadValueException(
                    "the member " + name + " failed: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new BadValueException("the member " + name + " does not take this value", e);
        }
    }
}
