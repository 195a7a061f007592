package labs.zookeeper.zab;

/** The primary lost its office in the middle of the call: it may take effect yet, or never. */
public final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException() {
        this("this node stopped leading before the call was done; it may have taken effect");
    }

    /** For those who pass it on. */
    public OutcomeUnknownException(String message) {
        super(message);
    }
}
