package labs.proxy.mysql.protocol;

/** The other end does not speak the protocol; there is nothing to do but to say so and close. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;

    public ProtocolException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The error as a client is to get it. */
    public SqlError error() {
        return new SqlError(code, "08S01", getMessage());
    }
}
