package labs.rpc.dispatch;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The names that XML-RPC has for Java types: a peer is told of these and never of our classes. */
final class WireTypes {
    private static final Map<Class<?>, String> SCALARS =
            Map.ofEntries(
                    Map.entry(int.class, "int"),
                    Map.entry(Integer.class, "int"),
                    Map.entry(short.class, "int"),
                    Map.entry(Short.class, "int"),
                    Map.entry(byte.class, "int"),
                    Map.entry(Byte.class, "int"),
                    Map.entry(long.class, "i8"),
                    Map.entry(Long.class, "i8"),
                    Map.entry(boolean.class, "boolean"),
                    Map.entry(Boolean.class, "boolean"),
                    Map.entry(void.class, "boolean"), // a method without a result answers true
                    Map.entry(Void.class, "boolean"),
                    Map.entry(double.class, "double"),
                    Map.entry(Double.class, "double"),
                    Map.entry(float.class, "double"),
                    Map.entry(Float.class, "double"),
                    Map.entry(String.class, "string"),
                    Map.entry(char.class, "string"),
                    Map.entry(Character.class, "string"),
                    Map.entry(LocalDateTime.class, "dateTime.iso8601"),
                    Map.entry(Instant.class, "dateTime.iso8601"),
                    Map.entry(Date.class, "dateTime.iso8601"),
                    Map.entry(BigDecimal.class, "string"), // exact: a double would round it
                    Map.entry(BigInteger.class, "string"),
                    Map.entry(byte[].class, "base64"),
                    Map.entry(Object.class, "any"));

    private WireTypes() {}

    /** The type in which a value of this Java type travels. */
    static String of(Type type) {
        Class<?> raw = raw(type);
        if (SCALARS.containsKey(raw)) {
            return SCALARS.get(raw);
        }
        if (CompletionStage.class.isAssignableFrom(raw) || raw == Optional.class) {
            return of(argument(type, 0));
        }
        if (raw.isEnum()) {
            return "string";
        }
        return raw.isArray() || Collection.class.isAssignableFrom(raw) ? "array" : "struct";
    }

    /** Does a value of this type hold no others? */
    static boolean isScalar(Class<?> raw) {
        return SCALARS.containsKey(raw) || raw.isEnum();
    }

    /** As {@link #of(Type)}, for a value at hand. */
    static String ofValue(Object value) {
        return value == null ? "nil" : of(value.getClass());
    }

    /** The class behind a type. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> c) {
            return c;
        } else if (type instanceof ParameterizedType p) {
            return raw(p.getRawType());
        } else if (type instanceof GenericArrayType a) {
            return raw(a.getGenericComponentType()).arrayType();
        } else if (type instanceof WildcardType w) {
            return raw(w.getUpperBounds()[0]);
        } else if (type instanceof TypeVariable<?> v) {
            return raw(v.getBounds()[0]);
        }
        throw new IllegalArgumentException("no class behind " + type);
    }

    /**
     * What stands in the angle brackets: for {@code Map<String, Integer>} and 1, Integer; Object if
     * nothing does.
     */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType p && p.getActualTypeArguments().length > index
                ? p.getActualTypeArguments()[index]
                : Object.class;
    }

    /** The type of an array's elements. */
    static Type component(Type type) {
        return type instanceof GenericArrayType a
                ? a.getGenericComponentType()
                : raw(type).getComponentType();
    }
}
