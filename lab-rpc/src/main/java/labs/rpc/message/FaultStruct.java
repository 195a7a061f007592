package labs.rpc.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import labs.rpc.value.XmlOutput;

/**
 * A fault as the struct that it is on the wire: {@code faultCode} and {@code faultString}. Written
 * as the specification has it, and read as real servers send it: whatever stands in a fault, it is
 * a refusal, and its text must not get lost.
 */
public final class FaultStruct {
    private static final String CODE = "faultCode";
    private static final String TEXT = "faultString";

    private FaultStruct() {}

    /** The two members; a character that XML forbids is replaced by U+FFFD. */
    public static Map<String, Object> of(int code, String text) {
        // BEGIN SOLUTION
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put(CODE, code);
        struct.put(TEXT, XmlOutput.replaceForbidden(text == null ? "" : text));
        return struct;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    /** Has this value the members of a fault? */
    public static boolean isOne(Object value) {
        return value instanceof Map<?, ?> struct && struct.containsKey(CODE);
    }

    /**
     * The fault that this value stands for. A code may come as any number or text that is an int;
     * with any other, the code is {@link FaultCode#UNREADABLE} and the text holds all that came.
     */
    public static MethodResponse.Fault read(Object value) {
        // BEGIN SOLUTION
        if (value instanceof Map<?, ?> struct) {
            Integer code = code(struct.get(CODE));
            if (code != null) {
                Object text = struct.get(TEXT);
                return new MethodResponse.Fault(code, text == null ? "" : text.toString());
            }
        }
        return new MethodResponse.Fault(FaultCode.UNREADABLE, words(value));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private static Integer code(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue() == number.intValue() ? (Integer) number.intValue() : null;
        }
        try {
            return value instanceof String text ? Integer.valueOf(text.strip()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String words(Object value) {
        if (!(value instanceof Map<?, ?> struct)) {
            return String.valueOf(value);
        }
        StringJoiner words = new StringJoiner(", ");
        struct.forEach((name, member) -> words.add(name + " " + member));
        return words.toString();
    }
    // END SOLUTION
}
