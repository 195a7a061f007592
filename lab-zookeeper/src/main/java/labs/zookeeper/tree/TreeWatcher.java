package labs.zookeeper.tree;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import labs.zookeeper.Listeners;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * Follows a node and all below it with one persistent, recursive watch. Its listener gets the whole
 * as it was read, at first and after changes, on a thread of the watcher. Thread-safe.
 *
 * <p>The watch says which paths changed, as long as the connection holds. Changes made while it is
 * broken are never told: after a reconnection everything is read again. In a storm of changes only
 * the set of changed paths grows, up to a limit; beyond it, everything is read again.
 *
 * <p>When it may not read one of the nodes, its thread's handler of uncaught exceptions gets the
 * {@link NotAuthorizedException}, once; it reads everything again from time to time, since no event
 * tells that it may.
 */
public final class TreeWatcher implements AutoCloseable {
    /** So many changed paths are remembered; if there are more, all is read again. */
    static final int MAX_CHANGED = 1_000;

    private final Session session;
    private final Tree tree;
    private final String root;
    private final Consumer<SortedMap<String, Znode>> listener;
    private final Refresher refresher;
    private final Watcher watch = this::fired; // one object: arming it twice is arming it once
    private final SessionListener onSession = this::sessionChanged;
    private final Set<String> changed = new HashSet<>(); // guarded by this
    private boolean everything = true; // guarded by this; all is to be read
    private final SortedMap<String, Znode> known = new TreeMap<>(); // the refresher's thread alone

    /**
     * Begins to follow it.
     *
     * @param listener gets the nodes by their paths, the root among them; empty while there is none
     */
    public TreeWatcher(Session session, String root, Consumer<SortedMap<String, Znode>> listener) {
        this.session = session;
        this.tree = new Tree(session);
        this.root = root;
        this.listener = listener;
        this.refresher = new Refresher("tree-watcher-" + root, this::refresh);
        session.addListener(onSession);
        refresher.request();
        refresher.start();
    }

    private void fired(WatchedEvent event) {
        // BEGIN SOLUTION
        if (event.getType() == EventType.None) {
            return; // of the session, which tells us itself
        }
        synchronized (this) {
            if (changed.size() < MAX_CHANGED) {
                changed.add(event.getPath());
            } else {
                everything = true;
            }
        }
        refresher.request();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private void sessionChanged(SessionState state) {
        // BEGIN SOLUTION
        if (state == SessionState.CONNECTED) {
            readEverythingNextTime();
            refresher.request();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private synchronized void readEverythingNextTime() {
        everything = true;
    }

    /** Reads what changed, or everything, and passes it on. */
    private void refresh() throws InterruptedException {
        // BEGIN SOLUTION
        boolean all;
        Set<String> paths;
        synchronized (this) {
            all = everything;
            paths = Set.copyOf(changed);
            everything = false;
            changed.clear();
        }
        boolean read = false;
        try {
            if (all) {
                readEverything();
            } else {
                for (String path : paths) {
                    readAgain(path);
                }
            }
            read = true;
            var now = new TreeMap<>(known);
            Listeners.guarded(() -> listener.accept(now));
        } catch (NotConnectedException e) {
            // Everything is read again when a server answers: see sessionChanged.
        } finally {
            if (!read) {
                readEverythingNextTime();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private void readEverything() throws InterruptedException {
        // The watch first: what changes from now on is told, and read again.
        session.calls()
                .repeated(
                        root,
                        zk -> {
                            zk.addWatch(root, watch, AddWatchMode.PERSISTENT_RECURSIVE);
                            return null;
                        });
        known.clear();
        readBelow(root);
    }

    private void readBelow(String path) throws InterruptedException {
        if (!readAgain(path)) {
            return;
        }
        for (String child : tree.childrenIfAny(path)) {
            readBelow(Znode.childOf(path, child));
        }
    }

    private boolean readAgain(String path) throws InterruptedException {
        Optional<Znode> now = tree.find(path);
        now.ifPresentOrElse(node -> known.put(path, node), () -> known.remove(path));
        return now.isPresent();
    }

    // END SOLUTION

    /** Ends it, and takes the watch back. */
    @Override
    public void close() {
        session.removeListener(onSession);
        refresher.close();
        Watches.remove(session.zooKeeper(), root, watch);
    }
}
