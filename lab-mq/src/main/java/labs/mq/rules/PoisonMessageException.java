package labs.mq.rules;

/** This message will fail however often it is tried: it is for the dead letters, at once. */
public final class PoisonMessageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PoisonMessageException(String message) {
        super(message);
    }

    public PoisonMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
