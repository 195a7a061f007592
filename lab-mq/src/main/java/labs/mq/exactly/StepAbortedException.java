package labs.mq.exactly;

/** Nothing of a step will be seen; the next step begins with the same records again. */
public final class StepAbortedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StepAbortedException(Throwable cause) {
        super("the step was aborted: " + cause.getMessage(), cause);
    }
}
