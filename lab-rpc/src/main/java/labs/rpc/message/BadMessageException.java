package labs.rpc.message;

/**
 * A document that is no call or no response; {@link #code} is the {@link FaultCode} that says in
 * what way.
 */
public final class BadMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public BadMessageException(int code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
