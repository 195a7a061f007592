package labs.rpc.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values of XML-RPC as plain Java: Integer, Long, Boolean, String, Double, LocalDateTime,
 * byte[], a Map in the order of the document, a List, and null; BigInteger and BigDecimal for
 * Apache's extensions. Not thread-safe.
 */
public final class ValueReader {
    private final XmlInput in;
    private final DateReader dates;
    private int depth; // of the values that are open

    public ValueReader(XmlInput in) {
        this(in, DateReader.LENIENT);
    }

    public ValueReader(XmlInput in, DateReader dates) {
        this.in = in;
        this.dates = dates;
    }

    /**
     * Reads one value: the cursor stands on {@code <value>}, and afterwards on the tag behind
     * {@code </value>}.
     *
     * @throws BadValueException if the value is not what its type says, or is nested deeper than
     *     {@link ValueWriter#MAX_DEPTH}
     */
    public Object read() {
        // BEGIN SOLUTION
        if (!in.at("value")) {
            throw new BadValueException("expected <value> but found " + in.where());
        }
        // A stack overflow cannot be answered with a fault; this can.
        if (++depth > ValueWriter.MAX_DEPTH) {
            throw new BadValueException("nested deeper than " + ValueWriter.MAX_DEPTH);
        }
        String text = in.textToNextTag();
        Object value = in.name() == null ? text : typed(text);
        in.leave();
        depth--;
        return value;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /** As {@link #read} for a type that stands there without its {@code <value>}. */
    public Object readBare() {
        // BEGIN SOLUTION
        return typed("");
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private Object typed(String textBefore) {
        if (!textBefore.isBlank()) {
            throw new BadValueException("a value is either text or one type, not both");
        }
        String type = in.name();
        switch (type) {
            case "struct":
                return struct();
            case "array":
                return array();
            default:
                String full = in.isExtension() ? Scalars.EXTENSION + type : type;
                return Scalars.parse(full, in.text(type), dates);
        }
    }

    private Map<String, Object> struct() {
        Map<String, Object> struct = new LinkedHashMap<>();
        in.enter("struct");
        while (in.at("member")) {
            in.enter("member");
            String name = in.text("name");
            // Two readers that disagree on which one counts can be played against each other.
            if (struct.containsKey(name)) {
                throw new BadValueException("the member " + name + " stands twice in one struct");
            }
            struct.put(name, read());
            in.leave();
        }
        in.leave();
        return struct;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        in.enter("array");
        if (in.at("data")) { // some leave it out of an empty array
            in.enter("data");
            while (in.at("value")) {
                array.add(read());
            }
            in.leave();
        }
        in.leave();
        return array;
    }
    // END SOLUTION
}
