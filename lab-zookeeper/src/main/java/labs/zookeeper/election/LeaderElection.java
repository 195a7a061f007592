package labs.zookeeper.election;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.tree.OutcomeUnknownException;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionListener;
import labs.zookeeper.tree.SessionLostException;
import labs.zookeeper.tree.SessionState;
import labs.zookeeper.tree.Tree;
import labs.zookeeper.tree.Znode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/**
 * Our election, on the plain client. All that asks a server runs on one thread of the candidate,
 * which never waits for a connection: whatever is cut off is done again when the session says that
 * it is connected.
 */
public final class LeaderElection implements Election {
    private final Session session;
    private final String path;
    private final String id;
    private final List<ElectionListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService worker;
    private final CountDownLatch left = new CountDownLatch(1);
    private final SessionListener onSession = this::sessionChanged;
    private final Watcher predecessorWatch = this::fired; // one object: armed twice, told once
    private Candidacy candidacy; // the worker's alone; null before the first session's
    private Leadership leadership; // guarded by this; null when it does not lead
    private RuntimeException failure; // guarded by this; null when it may stand
    private volatile boolean closing;

    private record Leadership(ZooKeeper session, long epoch) {}

    /**
     * A candidate that does not stand yet.
     *
     * @param path the node of the election; created when missing
     * @param id what {@link #leader} calls this candidate
     */
    public LeaderElection(Session session, String path, String id) {
        this.session = session;
        this.path = path;
        this.id = id;
        this.worker = Executors.newSingleThreadExecutor(task -> daemon(task, "election-" + id));
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void start() {
        session.addListener(onSession);
        lookSoon();
    }

    private void sessionChanged(SessionState state) {
        // BEGIN SOLUTION
        if (state == SessionState.CONNECTED) {
            lookSoon();
        } else {
            resign(); // somebody else may lead before we hear of it
        }
        if (state == SessionState.CLOSED) {
            lookSoon(); // and find that there is nothing more to do
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    private void fired(WatchedEvent event) {
        if (event.getType() != EventType.None) {
            lookSoon();
        }
    }

    private void lookSoon() {
        try {
            worker.execute(this::look);
        } catch (RejectedExecutionException e) {
            // We have left: a late event of a watch or of the session.
        }
    }

    /** Does what there is to do now: stand, lead, wait for the one before us, or leave. */
    private void look() {
        try {
            session.calls().once(path, this::act);
        } catch (OutcomeUnknownException | SessionLostException e) {
            // Again when the session is connected, see sessionChanged; a closed one never is.
            if (session.state() == SessionState.CLOSED) {
                end();
            }
        } catch (RuntimeException e) {
            fail(e); // not allowed, or a bug of ours: who waits for us must hear of it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Void act(ZooKeeper zk) throws KeeperException, InterruptedException {
        if (closing) {
            leave();
        } else {
            stand(zk);
        }
        return null;
    }

    private synchronized void fail(RuntimeException why) {
        failure = why;
        notifyAll();
    }

    private void stand(ZooKeeper zk) throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        if (candidacy == null || !candidacy.isOf(zk)) {
            candidacy = new Candidacy(zk, path, id); // a new session: the old node is gone
        }
        candidacy.enter();
        List<SequentialName> queue = SequentialName.sorted(zk.getChildren(path, false));
        int place = queue.indexOf(candidacy.name());
        if (place < 0) {
            candidacy = null; // somebody deleted our node
            resign();
            lookSoon();
        } else if (place == 0) {
            lead(new Leadership(zk, candidacy.epoch()));
        } else {
            watch(zk, queue.get(place - 1));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private void watch(ZooKeeper zk, SequentialName predecessor)
            throws KeeperException, InterruptedException {
        try {
            // Not exists(): if the node has gone meanwhile, that would leave a watch behind which
            // nothing ever fires.
            zk.getData(Znode.childOf(path, predecessor.name()), predecessorWatch, null);
        } catch (NoNodeException e) {
            lookSoon();
        }
    }

    // END SOLUTION

    private synchronized void lead(Leadership won) {
        // BEGIN SOLUTION
        if (won.equals(leadership) || !session.isConnected(won.session())) {
            return; // cut off since we looked: we look again when we are back
        }
        leadership = won;
        notifyAll();
        listeners.forEach(listener -> listener.elected(won.epoch()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    private synchronized void resign() {
        // BEGIN SOLUTION
        if (leadership != null) {
            leadership = null;
            listeners.forEach(ElectionListener::deposed);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public synchronized boolean isLeader() {
        // BEGIN SOLUTION
        // The session's state is newer than what its listeners have heard.
        return leadership != null && session.isConnected(leadership.session());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    @Override
    public synchronized boolean awaitLeadership(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isLeader()) {
            long remaining = deadline - System.nanoTime();
            if (failure != null) {
                throw failure;
            }
            if (remaining <= 0 || closing) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, remaining);
        }
        return true;
    }

    @Override
    public synchronized long epoch() {
        if (!isLeader()) {
            throw new NotLeaderException(id);
        }
        return leadership.epoch();
    }

    @Override
    public Optional<String> leader() throws InterruptedException {
        var tree = new Tree(session);
        for (SequentialName first : SequentialName.sorted(tree.childrenIfAny(path))) {
            Optional<Znode> node = tree.find(Znode.childOf(path, first.name()));
            if (node.isPresent()) {
                return node.map(leads -> new String(leads.data(), StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    @Override
    public void addListener(ElectionListener listener) {
        listeners.add(listener);
    }

    private void leave() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        if (candidacy != null) {
            candidacy.withdraw();
        }
        end();
        // END SOLUTION
        // STUB: end();
    }

    private void end() {
        session.removeListener(onSession);
        worker.shutdown();
        left.countDown();
    }

    /**
     * {@inheritDoc} Waits for its node to go, as long as it is connected. If it is not, the node
     * goes when the connection is back, or with the session.
     */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
            resign();
        }
        lookSoon();
        try {
            while (session.state() == SessionState.CONNECTED
                    && !left.await(50, TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
