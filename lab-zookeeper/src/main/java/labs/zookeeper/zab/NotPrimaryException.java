package labs.zookeeper.zab;

/** This node is not the primary: the call had no effect, and another node may take it. */
public final class NotPrimaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPrimaryException() {
        this("this node is not the primary");
    }

    /** For those who pass it on. */
    public NotPrimaryException(String message) {
        super(message);
    }
}
