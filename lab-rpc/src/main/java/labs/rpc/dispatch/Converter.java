package labs.rpc.dispatch;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import labs.rpc.value.BadValueException;
import labs.rpc.value.StructMapper;

/**
 * Makes a value of XML-RPC fit a Java type: int to long, struct to record, array to typed list; a
 * time to an Instant or Date in UTC, a number or its digits to a BigDecimal or BigInteger, anything
 * or nothing to an Optional. Thread-safe.
 */
public final class Converter {
    private Converter() {}

    /**
     * The value as an instance of the type, all the way down: {@code List<Point>} holds Points, not
     * Maps.
     *
     * @throws BadValueException if it does not fit without loss
     */
    public static Object convert(Object value, Type target) {
        // BEGIN SOLUTION
        Class<?> raw = WireTypes.raw(target);
        Object converted = null;
        if (raw == Optional.class) {
            return Optional.ofNullable(convert(value, WireTypes.argument(target, 0)));
        } else if (value == null) {
            if (!raw.isPrimitive()) {
                return null;
            }
        } else if (value instanceof Number number && !raw.isInstance(value)) {
            converted = number(number, raw);
        } else if (value instanceof String text) {
            converted = text(text, raw);
        } else if (value instanceof List<?> list) {
            converted = list(list, target, raw);
        } else if (value instanceof Map<?, ?> struct) {
            converted = struct(struct, target, raw);
        } else if (raw.isInstance(value) || (raw == boolean.class && value instanceof Boolean)) {
            converted = value;
        }
        if (converted == null) {
            converted = JavaTypes.of(value, raw);
        }
        if (converted == null) {
            throw new BadValueException(
                    "expected " + WireTypes.of(target) + " but found " + WireTypes.ofValue(value));
        }
        return converted;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** Null if this number has no exact counterpart in the type. */
    private static Object number(Number value, Class<?> raw) {
        boolean whole = value instanceof Integer || value instanceof Long;
        if (!whole && !(value instanceof Double)) {
            return exact(new BigDecimal(value.toString()), raw);
        } else if (raw == double.class || raw == Double.class) {
            double near = value.doubleValue();
            boolean same = (long) near == value.longValue() && near != 0x1p63;
            return same || !whole ? (Object) near : null;
        } else if (raw == float.class || raw == Float.class) {
            return whole || Float.isInfinite(value.floatValue())
                    ? null
                    : (Object) value.floatValue();
        } else if (!whole) {
            return null;
        }
        return integer(value.longValue(), raw);
    }

    /** One of Apache's exact types, where something shorter is as exact. */
    private static Object exact(BigDecimal value, Class<?> raw) {
        if (raw == double.class || raw == Double.class) {
            double near = value.doubleValue();
            return Double.isFinite(near) && new BigDecimal(near).compareTo(value) == 0
                    ? (Object) near
                    : null;
        }
        try {
            return integer(value.longValueExact(), raw);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Object integer(long value, Class<?> raw) {
        if (raw == long.class || raw == Long.class) {
            return value;
        } else if (raw == int.class || raw == Integer.class) {
            return (int) value == value ? (Object) (int) value : null;
        } else if (raw == short.class || raw == Short.class) {
            return (short) value == value ? (Object) (short) value : null;
        } else if (raw == byte.class || raw == Byte.class) {
            return (byte) value == value ? (Object) (byte) value : null;
        }
        return null;
    }

    private static Object text(String value, Class<?> raw) {
        if (raw.isAssignableFrom(String.class)) {
            return value;
        } else if (raw == char.class || raw == Character.class) {
            return value.length() == 1 ? (Object) value.charAt(0) : null;
        } else if (raw.isEnum()) {
            return constant(value, raw);
        }
        return null;
    }

    private static Object constant(String name, Class<?> enumType) {
        for (Object constant : enumType.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new BadValueException(name + " is not among the values allowed here");
    }

    private static Object list(List<?> list, Type target, Class<?> raw) {
        if (raw.isArray() && raw != byte[].class) {
            Object array = Array.newInstance(raw.getComponentType(), list.size());
            for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, convert(list.get(i), WireTypes.component(target)));
            }
            return array;
        } else if (raw.isAssignableFrom(List.class)) {
            return fill(new ArrayList<>(list.size()), list, target);
        } else if (raw == Set.class) {
            return fill(new LinkedHashSet<>(), list, target);
        }
        return null;
    }

    private static Object fill(Collection<Object> collection, List<?> list, Type target) {
        Type element = WireTypes.argument(target, 0);
        for (Object value : list) {
            collection.add(convert(value, element));
        }
        return collection;
    }

    @SuppressWarnings("unchecked") // the reader makes only maps with names as keys
    private static Object struct(Map<?, ?> struct, Type target, Class<?> raw) {
        if (!raw.isAssignableFrom(Map.class)) {
            return WireTypes.of(raw).equals("struct")
                    ? StructMapper.fromStruct((Map<String, ?>) struct, raw, Converter::convert)
                    : null;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        Type element = WireTypes.argument(target, 1);
        struct.forEach((name, value) -> map.put((String) name, convert(value, element)));
        return map;
    }
    // END SOLUTION
}
