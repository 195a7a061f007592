package labs.zookeeper.lock;

/** The lock was handed out again since: whoever shows this token holds it no more. */
public final class StaleTokenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    StaleTokenException(FencingToken stale, FencingToken newest) {
        super(
                stale
                        + " is older than "
                        + newest
                        + ": the lock was handed out again since. If it was not, the ensemble has"
                        + " lost its data and counts anew: end all old holders, then startOver()");
    }
}
