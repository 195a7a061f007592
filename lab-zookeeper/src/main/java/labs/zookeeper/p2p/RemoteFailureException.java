package labs.zookeeper.p2p;

/** The message was delivered, and the application there failed. */
public final class RemoteFailureException extends Exception {
    private static final long serialVersionUID = 1;

    RemoteFailureException(String message) {
        super(message);
    }
}
