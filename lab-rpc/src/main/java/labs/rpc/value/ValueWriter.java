package labs.rpc.value;

/**
 * Writes Java objects as values of XML-RPC: all that {@link ValueReader} reads, and besides other numbers, characters,
 * enums, arrays, collections, records and beans.
 */
public final class ValueWriter {
    /** How deep values may be nested, both in reading and in writing. */
    public static final int MAX_DEPTH = 64;

    private final XmlOutput out;

    public ValueWriter(XmlOutput out) {
        this.out = out;
    }

    /** Writes one value with its {@code <value>} tags. @throws BadValueException if XML-RPC cannot carry it */
    public void write(Object value) {
        throw new UnsupportedOperationException();
    }
}
