package labs.mq.exactly;

/** A later start of the same worker has taken over: this one must stop, and has nothing to undo. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FencedException(String worker, Throwable cause) {
        super(worker + " was started again elsewhere, and took over", cause);
    }
}
