package labs.zookeeper.p2p;

/** The application of a node. Called by several threads, at most once for each message. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes a message.
     *
     * @return the answer, at most 64 KiB, which may be empty. What it throws goes to the sender as
     *     {@link RemoteFailureException}
     */
    byte[] handle(Message message);
}
