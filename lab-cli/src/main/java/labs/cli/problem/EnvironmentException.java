package labs.cli.problem;

/** This machine lacks something; the message says what, and how to get it. */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EnvironmentException(String message) {
        super(message);
    }

    public EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
