package labs.rpc.client;

/**
 * A call that brought no response. The one thing a caller must know then is whether the method may
 * have run; the two kinds of this exception say it.
 */
public abstract sealed class CallFailedException extends RuntimeException
        permits NotRunException, OutcomeUnknownException {
    private static final long serialVersionUID = 1L;

    CallFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
