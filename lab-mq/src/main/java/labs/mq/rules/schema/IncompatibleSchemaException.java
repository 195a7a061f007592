package labs.mq.rules.schema;

/** The schema would leave somebody unable to read; the message says whom and why. */
public final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
