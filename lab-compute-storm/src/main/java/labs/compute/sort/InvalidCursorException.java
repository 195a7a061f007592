package labs.compute.sort;

/** A text that is no cursor, or one of another query; the message says which. */
public final class InvalidCursorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidCursorException(String message) {
        super(message);
    }
}
