package labs.zookeeper.tree;

import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * Deletes an ephemeral node without making anybody wait, and does not give up: when the connection
 * breaks, it tries again once it is back, until the node is gone or the session is, which takes the
 * node with it. A node of a lock that stayed behind would lock everybody out as long as we live.
 */
public final class BackgroundDelete {
    private final Session session;
    private final ZooKeeper zooKeeper;
    private final String path;
    private final SessionListener onSession = this::sessionChanged;

    private BackgroundDelete(Session session, ZooKeeper zooKeeper, String path) {
        this.session = session;
        this.zooKeeper = zooKeeper;
        this.path = path;
    }

    /**
     * Sends the request and returns.
     *
     * @param zooKeeper the handle of the session that the node belongs to
     */
    public static void of(Session session, ZooKeeper zooKeeper, String path) {
        new BackgroundDelete(session, zooKeeper, path).send();
    }

    private void send() {
        zooKeeper.delete(path, -1, (rc, path, context) -> answered(Code.get(rc)), null);
    }

    private void answered(Code code) {
        // BEGIN SOLUTION
        session.removeListener(onSession);
        if (code == Code.CONNECTIONLOSS) {
            session.addListener(onSession);
            if (session.isConnected(zooKeeper)) {
                sessionChanged(SessionState.CONNECTED); // it is back already, and said so before
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private void sessionChanged(SessionState state) {
        // BEGIN SOLUTION
        if (session.isOver(zooKeeper)) {
            session.removeListener(onSession);
        } else if (state == SessionState.CONNECTED) {
            send();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
