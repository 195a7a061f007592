package labs.proxy.cluster;

/** The cluster cannot be started, or does not do what it was told. Says what to do where it can. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
