package labs.zookeeper.election;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import labs.zookeeper.Listeners;
import labs.zookeeper.tree.AnswerTooLargeException;
import labs.zookeeper.tree.OutcomeUnknownException;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionListener;
import labs.zookeeper.tree.SessionLostException;
import labs.zookeeper.tree.SessionState;
import labs.zookeeper.tree.Tree;
import labs.zookeeper.tree.Watches;
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
    private static final int BY_CHANCE = 3; // so often the connection may break without a reason
    private static final int PAUSE_MS = 500;

    private final Session session;
    private final String path;
    private final String id;
    private final Listeners<ElectionListener> listeners = new Listeners<>();
    private final ScheduledExecutorService worker;
    private final CountDownLatch left = new CountDownLatch(1);
    private final SessionListener onSession = this::sessionChanged;
    private final Watcher watch = this::fired; // one object: armed twice, told once
    private int losses; // the worker's alone; how often the connection broke since it last held
    private String predecessor; // the worker's alone; its path, or null
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
        this.worker =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "election-" + id));
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

    private void lookLater() {
        try {
            worker.schedule(this::look, PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // We have left.
        }
    }

    /** Does what there is to do now: stand, lead, wait for the one before us, or leave. */
    private void look() {
        try {
            if (losses >= BY_CHANCE && !closing) {
                AnswerTooLargeException.throwIfSo(session.zooKeeper(), path);
            }
            session.calls().once(path, this::act);
            losses = 0;
            fail(null);
        } catch (OutcomeUnknownException | SessionLostException e) {
            losses++;
            // Again when the session is connected, see sessionChanged; a closed one never is.
            if (session.state() == SessionState.CLOSED) {
                end();
            }
        } catch (RuntimeException e) {
            fail(e); // not allowed, or a bug of ours: who waits for us must hear of it
            if (closing) {
                end(); // we may not take our node away: it goes with the session
            } else {
                lookLater(); // no event tells that we are allowed now
            }
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
        if (!watch(zk, candidacy.name())) {
            standAnew(); // somebody deleted our node: if we lead, the next one does so already
            return;
        }
        List<SequentialName> queue = SequentialName.sorted(children(zk));
        int place = queue.indexOf(candidacy.name());
        if (place < 0) {
            standAnew();
        } else if (place == 0) {
            lead(new Leadership(zk, candidacy.epoch()));
        } else if (watch(zk, queue.get(place - 1))) {
            predecessor = childPath(queue.get(place - 1));
        } else {
            lookSoon();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private void standAnew() {
        candidacy = null;
        resign();
        lookSoon();
    }

    private List<String> children(ZooKeeper zk) throws KeeperException, InterruptedException {
        try {
            return zk.getChildren(path, false);
        } catch (NoNodeException e) {
            return List.of(); // somebody deleted the whole election
        }
    }

    /** Whether that candidate's node is there; if so, we hear of its end. */
    private boolean watch(ZooKeeper zk, SequentialName candidate)
            throws KeeperException, InterruptedException {
        try {
            // Not exists(): if the node has gone meanwhile, that would leave a watch behind which
            // nothing ever fires.
            zk.getData(childPath(candidate), watch, null);
            return true;
        } catch (NoNodeException e) {
            return false;
        }
    }

    // END SOLUTION

    private String childPath(SequentialName candidate) {
        return Znode.childOf(path, candidate.name());
    }

    private synchronized void lead(Leadership won) {
        // BEGIN SOLUTION
        if (won.equals(leadership) || !session.isConnected(won.session())) {
            return; // cut off since we looked: we look again when we are back
        }
        leadership = won;
        notifyAll();
        listeners.tell(listener -> listener.elected(won.epoch()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-2: see README, part 2");
    }

    private synchronized void resign() {
        // BEGIN SOLUTION
        if (leadership != null) {
            leadership = null;
            listeners.tell(ElectionListener::deposed);
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
        return participants(1).stream().findFirst();
    }

    @Override
    public List<String> participants() throws InterruptedException {
        return participants(Integer.MAX_VALUE);
    }

    private List<String> participants(int most) throws InterruptedException {
        var tree = new Tree(session);
        var found = new ArrayList<String>();
        for (SequentialName each : SequentialName.sorted(tree.childrenIfAny(path))) {
            Optional<Znode> node = tree.find(childPath(each));
            node.ifPresent(stands -> found.add(new String(stands.data(), StandardCharsets.UTF_8)));
            if (found.size() == most) {
                break;
            }
        }
        return found;
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
        if (predecessor != null) {
            Watches.remove(session.zooKeeper(), predecessor, watch);
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
