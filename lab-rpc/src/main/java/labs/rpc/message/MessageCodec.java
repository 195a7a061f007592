package labs.rpc.message;

/** Calls and responses to bytes (UTF-8) and back. Thread-safe. */
public final class MessageCodec {
    private MessageCodec() {}

    /** @throws labs.rpc.value.BadValueException if the name or a parameter cannot be carried */
    public static byte[] encode(MethodCall call) {
        throw new UnsupportedOperationException();
    }

    /** @throws labs.rpc.value.BadValueException if the value cannot be carried */
    public static byte[] encode(MethodResponse response) {
        throw new UnsupportedOperationException();
    }

    /** @throws BadMessageException if the document is no call */
    public static MethodCall decodeCall(byte[] document) {
        return decodeCall(document, 0, document.length);
    }

    /** As {@link #decodeCall(byte[])}, for a part of an array. */
    public static MethodCall decodeCall(byte[] buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** @throws BadMessageException if the document is no response */
    public static MethodResponse decodeResponse(byte[] document) {
        return decodeResponse(document, 0, document.length);
    }

    /** As {@link #decodeResponse(byte[])}, for a part of an array. */
    public static MethodResponse decodeResponse(byte[] buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }
}
