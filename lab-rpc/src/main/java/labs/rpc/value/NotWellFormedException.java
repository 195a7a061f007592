package labs.rpc.value;

/**
 * A document that is no XML at all, or XML of a kind that this reader refuses (a DOCTYPE, an entity
 * of one's own).
 */
public final class NotWellFormedException extends BadValueException {
    private static final long serialVersionUID = 1L;

    public NotWellFormedException(String message) {
        super(message);
    }

    public NotWellFormedException(String message, Throwable cause) {
        super(message, cause);
    }
}
