package labs.rpc.client;

/**
 * The method has certainly not run: the server could not be reached, no byte of the request was
 * sent, or the server answered that it refuses it. It is safe to call again, whatever the method.
 */
public final class NotRunException extends CallFailedException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /**
     * @param passing true if the same call may well succeed in a moment, false if it will not (a
     *     wrong password)
     */
    public NotRunException(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** May the same call succeed in a moment? */
    public boolean isPassing() {
        return passing;
    }
}
