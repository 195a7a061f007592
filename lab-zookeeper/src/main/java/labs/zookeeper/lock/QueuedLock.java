package labs.zookeeper.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import labs.zookeeper.Listeners;
import labs.zookeeper.tree.BackgroundDelete;
import labs.zookeeper.tree.NotConnectedException;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionListener;
import labs.zookeeper.tree.SessionLostException;
import labs.zookeeper.tree.SessionState;
import labs.zookeeper.tree.Tree;
import labs.zookeeper.tree.Znode;

/** What all locks of this package have in common: each thread's hold, and how it comes and goes. */
final class QueuedLock implements DistributedLock {
    private final Session session;
    private final String path;
    private final Kind kind;
    private final Map<Thread, Hold> holds = new ConcurrentHashMap<>();
    private final Listeners<LockListener> listeners = new Listeners<>();
    private final SessionListener onSession = this::sessionChanged;

    QueuedLock(Session session, String path, Kind kind) {
        this.session = session;
        this.path = path;
        this.kind = kind;
    }

    @Override
    public FencingToken acquire() throws InterruptedException {
        return acquire(Deadline.NEVER, null).orElseThrow();
    }

    @Override
    public Optional<FencingToken> tryAcquire(Duration limit) throws InterruptedException {
        return acquire(Deadline.after(limit), null);
    }

    /**
     * @param writing the hold with which the same thread has the write lock already; or null
     */
    Optional<FencingToken> acquire(Deadline deadline, Hold writing) throws InterruptedException {
        // BEGIN SOLUTION
        Hold mine = holds.get(Thread.currentThread());
        if (mine != null) {
            FencingToken token = tokenOf(mine);
            mine.acquireAgain();
            return Optional.of(token);
        }
        Optional<Hold> hold = contend(deadline, writing);
        hold.ifPresent(this::handOut);
        return hold.map(Hold::token);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private void handOut(Hold hold) {
        holds.put(Thread.currentThread(), hold);
        hold.watch(
                Znode.childOf(path, hold.name().name()),
                () -> session.tell(() -> tellOfItsEnd(hold)));
    }

    private void tellOfItsEnd(Hold hold) {
        if (hold.hearsOfItsEnd()) {
            listeners.tell(listener -> listener.changed(LockState.LOST, hold.token()));
        }
    }

    private Optional<Hold> contend(Deadline deadline, Hold writing) throws InterruptedException {
        do {
            try {
                session.awaitConnected(deadline.leftAtMost(session.patience()));
                return session.calls()
                        .once(
                                path,
                                zk ->
                                        new Contender(session, zk, path, kind, writing, deadline)
                                                .contend());
            } catch (SessionLostException e) {
                // Our place in the queue went with it. We queue anew in the next session.
            } catch (NotConnectedException e) {
                if (!deadline.isOver()) {
                    throw e;
                }
            }
        } while (!deadline.isOver());
        return Optional.empty();
    }

    // END SOLUTION

    @Override
    public void release() {
        release(this::delete);
    }

    /**
     * @param atEnd is given the hold, if this was its last acquisition
     */
    void release(Consumer<Hold> atEnd) {
        // BEGIN SOLUTION
        Hold mine = mine();
        if (mine.release()) {
            holds.remove(Thread.currentThread());
            atEnd.accept(mine);
        }
        if (mine.state() == LockState.LOST) {
            throw new LostLockException(path, mine.token(), LockState.LOST);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    /** Takes the nodes of a hold that has ended out of the queue. */
    void delete(Hold ended) {
        // BEGIN SOLUTION
        for (SequentialName node : ended.nodes()) {
            BackgroundDelete.of(session, ended.zooKeeper(), Znode.childOf(path, node.name()));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    @Override
    public FencingToken token() {
        // BEGIN SOLUTION
        return tokenOf(mine());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private FencingToken tokenOf(Hold hold) {
        LockState state = hold.state();
        if (state != LockState.HELD) {
            throw new LostLockException(path, hold.token(), state);
        }
        return hold.token();
    }

    private Hold mine() {
        return hold().orElseThrow(
                        () ->
                                new IllegalMonitorStateException(
                                        Thread.currentThread().getName()
                                                + " does not hold the lock "
                                                + path));
    }

    // END SOLUTION

    @Override
    public LockState state() {
        return hold().map(Hold::state).orElse(LockState.FREE);
    }

    /** This thread's hold. */
    Optional<Hold> hold() {
        return Optional.ofNullable(holds.get(Thread.currentThread()));
    }

    @Override
    public List<String> participants() throws InterruptedException {
        return SequentialName.sorted(new Tree(session).childrenIfAny(path)).stream()
                .map(SequentialName::name)
                .toList();
    }

    @Override
    public void addListener(LockListener listener) {
        if (listeners.now().isEmpty()) {
            session.addListener(onSession);
        }
        listeners.add(listener);
    }

    private void sessionChanged(SessionState news) {
        for (Hold hold : holds.values()) {
            if (hold.hears(news)) {
                LockState told = hold.told();
                listeners.tell(listener -> listener.changed(told, hold.token()));
            }
        }
    }
}
