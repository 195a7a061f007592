package labs.zookeeper.tree;

import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * Deletes ephemeral nodes without making anybody wait, and does not give up: when the connection
 * breaks, it tries again once it is back, until the nodes are gone or the session is, which takes
 * them with it. A node of a lock that stayed behind would lock everybody out as long as we live.
 */
public final class BackgroundDelete {
    private final Session session;
    private final ZooKeeper zooKeeper;
    private final Runnable attempt;
    private final SessionListener onSession = this::sessionChanged;

    private BackgroundDelete(Session session, ZooKeeper zooKeeper, String path) {
        this.session = session;
        this.zooKeeper = zooKeeper;
        this.attempt =
                () -> zooKeeper.delete(path, -1, (rc, p, context) -> answered(Code.get(rc)), null);
    }

    private BackgroundDelete(Session session, ZooKeeper zooKeeper, String parent, String mark) {
        this.session = session;
        this.zooKeeper = zooKeeper;
        this.attempt =
                () -> {
                    // First the sync: the server that we are with now may lag behind the one that
                    // created the node. Requests of one session are answered in their order.
                    zooKeeper.sync(parent, (rc, p, context) -> {}, null);
                    zooKeeper.getChildren(
                            parent,
                            false,
                            (rc, p, context, names) -> found(Code.get(rc), parent, mark, names),
                            null);
                };
    }

    /**
     * Deletes one node. Sends the request and returns.
     *
     * @param zooKeeper the handle of the session that the node belongs to
     */
    public static void of(Session session, ZooKeeper zooKeeper, String path) {
        new BackgroundDelete(session, zooKeeper, path).attempt.run();
    }

    /**
     * Deletes the children whose names begin with that mark: when it is not known whether there is
     * one. Sends the request and returns.
     */
    public static void ofMarked(Session session, ZooKeeper zooKeeper, String parent, String mark) {
        new BackgroundDelete(session, zooKeeper, parent, mark).attempt.run();
    }

    private void found(Code code, String parent, String mark, List<String> names) {
        // BEGIN SOLUTION
        if (code == Code.OK) {
            names.stream()
                    .filter(name -> name.startsWith(mark))
                    .forEach(name -> of(session, zooKeeper, Znode.childOf(parent, name)));
        }
        answered(code);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
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
            attempt.run();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
