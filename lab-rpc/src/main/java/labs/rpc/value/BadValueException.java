package labs.rpc.value;

/** A value that XML-RPC cannot carry, or a document whose values are not those of XML-RPC. */
public class BadValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadValueException(String message) {
        super(message);
    }

    public BadValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
