package labs.cluster;

/** A server ended before it served; the message holds the end of its log. */
public final class ServerEndedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    public ServerEndedException(String message) {
        super(message);
    }

    /** For this server. */
    public static ServerEndedException of(Node node) {
        return new ServerEndedException(
                node + " ended before it served; its log ends:\n" + node.lastLines());
    }
}
