package labs.zookeeper.tree;

import org.apache.zookeeper.Watcher.Event.KeeperState;

/** Where a {@link Session} stands. */
public enum SessionState {
    /** There is no session yet. */
    CONNECTING,
    /** A server answers, and the session lives. */
    CONNECTED,
    /**
     * No server answers. The session may live on, with its ephemeral nodes and watches, or it may
     * have expired: nobody on this side can know. Whoever must not be wrong stops here and waits.
     */
    SUSPENDED,
    /**
     * The session is over: a server said so, or none was reached for a third longer than its
     * timeout, so that the servers must have ended it. Its ephemeral nodes and watches are gone,
     * and will not come back; what was built on them is built again in a new session.
     */
    EXPIRED,
    /** We closed it. */
    CLOSED;

    /**
     * The state that follows when the ZooKeeper client reports this.
     *
     * <p>The client reports {@code Disconnected} after every attempt that fails, the very first
     * included, and knows events that say nothing of the session: those change nothing.
     */
    SessionState after(KeeperState report) {
        // BEGIN SOLUTION
        if (this == EXPIRED || this == CLOSED) {
            return this;
        }
        return switch (report) {
            case SyncConnected -> CONNECTED;
            case Disconnected -> this == CONNECTING ? CONNECTING : SUSPENDED;
            case Expired -> EXPIRED;
            default -> this;
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
