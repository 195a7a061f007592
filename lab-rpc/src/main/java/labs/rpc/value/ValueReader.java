package labs.rpc.value;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values of XML-RPC as plain Java: Integer, Long, Boolean, String, Double, LocalDateTime, byte[], a Map in the
 * order of the document, a List, and null.
 */
public final class ValueReader {
    private final XmlInput in;

    public ValueReader(XmlInput in) {
        this.in = in;
    }

    /**
     * Reads one value: the cursor stands on {@code <value>}, and afterwards on the tag behind {@code </value>}.
     *
     * @throws BadValueException if the value is not what its type says, or is nested deeper than {@value
     *     ValueWriter#MAX_DEPTH}
     */
    public Object read() {
        throw new UnsupportedOperationException();
    }
}
