package labs.zookeeper.tree;

import java.util.Optional;
import java.util.function.Consumer;
import labs.zookeeper.Listeners;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Follows one node, which need not exist, with one-shot watches. Its listener gets what the node
 * holds at first and after changes, on a thread of the watcher; of changes that follow each other
 * fast it gets the last, and the last it gets always. Thread-safe.
 *
 * <p>When it may not read the node, its thread's handler of uncaught exceptions gets the {@link
 * NotAuthorizedException}, once; it looks again from time to time, since no event tells that it
 * may.
 */
public final class NodeWatcher implements AutoCloseable {
    private final Session session;
    private final String path;
    private final Consumer<Optional<Znode>> listener;
    private final Refresher refresher;
    private final Watcher watch = this::fired; // one object: arming it twice is arming it once
    private final SessionListener onSession = this::sessionChanged;
    private Optional<Znode> known; // the refresher's thread alone; null before the first look

    /**
     * Begins to follow it.
     *
     * @param listener gets the node, empty while it does not exist
     */
    public NodeWatcher(Session session, String path, Consumer<Optional<Znode>> listener) {
        this.session = session;
        this.path = path;
        this.listener = listener;
        this.refresher = new Refresher("node-watcher-" + path, this::look);
        session.addListener(onSession);
        refresher.request();
        refresher.start();
    }

    /** Looks, so that the next change is heard of, and passes on what is new. */
    private void look() throws InterruptedException {
        // BEGIN SOLUTION
        try {
            Optional<Znode> now = session.calls().repeated(path, this::armAndRead);
            if (!now.equals(known)) {
                known = now;
                Listeners.guarded(() -> listener.accept(now));
            }
        } catch (NotConnectedException e) {
            // We look again when a server answers: see sessionChanged.
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private Optional<Znode> armAndRead(ZooKeeper zk) throws KeeperException, InterruptedException {
        while (true) {
            try {
                // In one step: a change is either in what we read, or fires the watch.
                var stat = new Stat();
                byte[] data = zk.getData(path, watch, stat);
                return Optional.of(new Znode(path, data, stat));
            } catch (NoNodeException e) {
                // A read that finds nothing leaves no watch. This does; but if the node came in
                // between, what we believe is old, and we read again.
                if (zk.exists(path, watch) == null) {
                    return Optional.empty();
                }
            }
        }
    }

    // END SOLUTION

    private void fired(WatchedEvent event) {
        refresher.request();
    }

    /** The client arms watches again when it reconnects, but not in a new session. */
    private void sessionChanged(SessionState state) {
        // BEGIN SOLUTION
        if (state == SessionState.CONNECTED) {
            refresher.request();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /** Ends it. The listener may be called once more, if it is being called just now. */
    @Override
    public void close() {
        session.removeListener(onSession);
        refresher.close();
        Watches.remove(session.zooKeeper(), path, watch);
    }
}
