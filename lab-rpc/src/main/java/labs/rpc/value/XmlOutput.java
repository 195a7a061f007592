package labs.rpc.value;

/** A growing buffer of UTF-8 that knows how to escape text. Not thread-safe. */
public final class XmlOutput {
    /** Appends markup, which must be ASCII, as it is. */
    public XmlOutput markup(String ascii) {
        throw new UnsupportedOperationException();
    }

    /** Appends text, escaped. @throws BadValueException at a character that no XML document can hold */
    public XmlOutput text(String text) {
        throw new UnsupportedOperationException();
    }

    /** All that was written. */
    public byte[] toByteArray() {
        throw new UnsupportedOperationException();
    }
}
