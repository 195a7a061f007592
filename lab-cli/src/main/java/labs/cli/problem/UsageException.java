package labs.cli.problem;

/** The command cannot do what it was asked, and the message says what to ask instead. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }
}
