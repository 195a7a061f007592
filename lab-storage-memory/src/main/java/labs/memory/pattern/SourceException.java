package labs.memory.pattern;

/** The database failed. If it was a write, nobody knows whether it happened. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SourceException(String what, Throwable cause) {
        super("the database failed to %s: %s".formatted(what, cause.getMessage()), cause);
    }
}
