package labs.zookeeper.lock;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import labs.zookeeper.tree.BackgroundDelete;
import labs.zookeeper.tree.Call;
import labs.zookeeper.tree.NotConnectedException;
import labs.zookeeper.tree.Repetition;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.Tree;
import labs.zookeeper.tree.Watches;
import labs.zookeeper.tree.Znode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * One thread's way through the queue of a lock, in one session: create a node, wait until nobody is
 * before it whom it cannot share the lock with. For one use, by one thread.
 *
 * <p>Free, the lock costs one round trip: the create and the first look at the queue are sent
 * together, and ZooKeeper answers the requests of one session in their order.
 */
final class Contender {
    private static final byte[] NOTHING = {};
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Session session;
    private final ZooKeeper zooKeeper;
    private final String path;
    private final Kind kind;
    private final Hold writing;
    private final Deadline deadline;
    private final String mark;
    private final Watcher watch = this::fired; // one object: arming it twice is arming it once
    private SequentialName name; // null until the node is known to exist
    private FencingToken token;
    private String watched; // the last path that the watch was set on, or null
    private boolean fired; // guarded by this

    /**
     * @param writing the hold with which the same thread has the write lock already; or null
     */
    Contender(
            Session session,
            ZooKeeper zooKeeper,
            String path,
            Kind kind,
            Hold writing,
            Deadline deadline) {
        this.session = session;
        this.zooKeeper = zooKeeper;
        this.path = path;
        this.kind = kind;
        this.writing = writing;
        this.deadline = deadline;
        // No other node has it, before or after us: the number of the session, and ours in it. If
        // the answer to the create is lost, it tells which node is ours.
        this.mark = Long.toHexString(zooKeeper.getSessionId()) + "-" + NUMBERS.incrementAndGet();
    }

    /**
     * Waits until the lock is ours. If it does not become ours, no node stays behind.
     *
     * @return empty when the deadline came first
     * @throws NotConnectedException when no server answered until the deadline, or for longer than
     *     the session's patience
     */
    Optional<Hold> contend() throws KeeperException, InterruptedException {
        // BEGIN SOLUTION
        Optional<Hold> hold = Optional.empty();
        try {
            hold = queue();
        } finally {
            if (hold.isEmpty()) {
                withdraw();
            }
        }
        return hold;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private Optional<Hold> queue() throws KeeperException, InterruptedException {
        List<SequentialName> queue = enter();
        while (true) {
            if (!queue.contains(name)) {
                queue = enter(); // somebody deleted our node
                continue;
            }
            if (writing != null) {
                // Alone in the lock already: whoever stands between our two nodes waits.
                boolean overtakes = Kind.writersWaitBetween(queue, writing.name(), name);
                return Optional.of(handOut(writing.token(), overtakes));
            }
            Optional<SequentialName> blocker = kind.blocker(queue, name);
            if (blocker.isEmpty()) {
                return Optional.of(handOut(token, false));
            }
            if (!awaitChange(blocker.get())) {
                return Optional.empty();
            }
            queue = look();
        }
    }

    private Hold handOut(FencingToken shown, boolean overtakesWriters) {
        return new Hold(session, zooKeeper, name, shown, overtakesWriters);
    }

    /** Creates our node and reads the queue; sends both at once. */
    private List<SequentialName> enter() throws KeeperException, InterruptedException {
        var created = new CompletableFuture<Void>();
        var read = new CompletableFuture<List<String>>();
        zooKeeper.create(
                Znode.childOf(path, kind.prefix(mark)),
                NOTHING,
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL_SEQUENTIAL,
                (rc, p, context, node, stat) -> {
                    if (rc == 0) {
                        entered(node.substring(node.lastIndexOf('/') + 1), stat);
                    }
                    answer(created, rc, null);
                },
                null);
        zooKeeper.getChildren(
                path, false, (rc, p, context, children) -> answer(read, rc, children), null);
        try {
            await(created);
            return SequentialName.sorted(await(read));
        } catch (NoNodeException e) {
            new Tree(session).ensure(path);
            return enter();
        } catch (ConnectionLossException e) {
            return enterAgain();
        }
    }

    private void entered(String node, Stat stat) {
        name = SequentialName.parse(node).orElseThrow();
        token = new FencingToken(stat.getCzxid());
    }

    private <T> void answer(CompletableFuture<T> promise, int rc, T result) {
        if (rc == 0) {
            promise.complete(result);
        } else {
            promise.completeExceptionally(KeeperException.create(Code.get(rc), path));
        }
    }

    private static <T> T await(CompletableFuture<T> promise)
            throws KeeperException, InterruptedException {
        try {
            return promise.get();
        } catch (ExecutionException e) {
            throw (KeeperException) e.getCause(); // nothing else completes it
        }
    }

    /** Finds out whether there is a node of ours, before it creates one. */
    private List<SequentialName> enterAgain() throws KeeperException, InterruptedException {
        List<SequentialName> queue = insist(this::latest);
        Optional<SequentialName> ours =
                queue.stream().filter(node -> node.name().startsWith(mark + "-")).findFirst();
        if (ours.isEmpty()) {
            return enter();
        }
        Stat stat = insist(zk -> zk.exists(childPath(ours.get()), false));
        if (stat == null) {
            return enter();
        }
        entered(ours.get().name(), stat);
        return queue;
    }

    private List<SequentialName> latest(ZooKeeper zk) throws KeeperException, InterruptedException {
        zk.sync(path); // the server that we are with now may lag behind
        return children(zk);
    }

    private List<SequentialName> look() throws KeeperException, InterruptedException {
        return insist(this::children);
    }

    private List<SequentialName> children(ZooKeeper zk)
            throws KeeperException, InterruptedException {
        try {
            return SequentialName.sorted(zk.getChildren(path, false));
        } catch (NoNodeException e) {
            return List.of();
        }
    }

    /** Repeats a read until it is answered, within this session. */
    private <T> T insist(Call<T> read) throws KeeperException, InterruptedException {
        var repetition = new Repetition(session, path, deadline.leftAtMost(session.patience()));
        while (true) {
            try {
                return read.on(zooKeeper);
            } catch (ConnectionLossException e) {
                repetition.awaitNext(zooKeeper);
            }
        }
    }

    /** Waits until that node has gone, or something else calls for a look; false: too late. */
    private boolean awaitChange(SequentialName blocker)
            throws KeeperException, InterruptedException {
        synchronized (this) {
            fired = false;
        }
        return !insist(zk -> isThere(zk, blocker)) || awaitFired();
    }

    private boolean isThere(ZooKeeper zk, SequentialName blocker)
            throws KeeperException, InterruptedException {
        try {
            // Not exists(): of a node that has gone meanwhile it would leave a watch behind which
            // nothing ever fires.
            watched = childPath(blocker);
            zk.getData(watched, watch, null);
            return true;
        } catch (NoNodeException e) {
            return false;
        }
    }

    private synchronized boolean awaitFired() throws InterruptedException {
        while (!fired) {
            if (deadline.isOver()) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, deadline.leftAtMost(session.patience()).toNanos());
        }
        return true;
    }

    private void withdraw() {
        if (watched != null) {
            Watches.remove(zooKeeper, watched, watch);
        }
        if (name != null) {
            BackgroundDelete.of(session, zooKeeper, childPath(name));
        } else {
            BackgroundDelete.ofMarked(session, zooKeeper, path, mark + "-");
        }
    }

    private String childPath(SequentialName child) {
        return Znode.childOf(path, child.name());
    }

    // END SOLUTION

    // A change of the connection calls for a look as well: it finds out how we stand.
    private synchronized void fired(WatchedEvent event) {
        fired = true;
        notifyAll();
    }
}
