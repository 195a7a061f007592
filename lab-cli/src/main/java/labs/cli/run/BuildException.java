package labs.cli.run;

/** The build itself failed, before any test could run; the message says what the tool said. */
public final class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BuildException(String message) {
        super(message);
    }
}
