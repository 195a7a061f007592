package labs.memory.grid;

/** No answer came: the call may have been carried out, or not. */
public final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Operation operation, int attempts) {
        super("no answer to %s after %d attempts".formatted(operation, attempts));
    }
}
