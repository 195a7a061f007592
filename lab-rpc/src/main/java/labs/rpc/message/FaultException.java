package labs.rpc.message;

/**
 * A fault as an exception: a handler throws it to answer with exactly this fault, a client throws
 * it at its caller.
 */
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public FaultException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
