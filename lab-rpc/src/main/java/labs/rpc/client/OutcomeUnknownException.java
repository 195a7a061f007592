package labs.rpc.client;

/**
 * The request, or a part of it, was sent and no usable response came: the method may have run or
 * not, and nobody on this side can know.
 */
public final class OutcomeUnknownException extends CallFailedException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
