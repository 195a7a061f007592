package labs.zookeeper.tree;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.ConnectionLossException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.KeeperException.NotEmptyException;
import org.apache.zookeeper.KeeperException.SessionExpiredException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * The tree of znodes: reading, writing on condition, creating and deleting. Every method may throw
 * what {@link Calls#once} throws; those that may be repeated without harm wait for a server as long
 * as the session's patience. Thread-safe.
 */
public final class Tree {
    private static final byte[] NOTHING = {};

    private final Session session;
    private final Calls calls;

    /** The tree that this session sees. */
    public Tree(Session session) {
        this.session = session;
        this.calls = session.calls();
    }

    /** Makes sure that this node and its parents exist, as {@code mkdir -p} does. */
    public void ensure(String path) throws InterruptedException {
        // BEGIN SOLUTION
        if (calls.repeated(path, zk -> zk.exists(path, false)) != null) {
            return; // asked first: who may not create in a place may still be fine with what is
            // there
        }
        ensure(Znode.parentOf(path));
        calls.repeated(path, zk -> createIfMissing(zk, path));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /**
     * Creates a node that stays, and the parents that it lacks.
     *
     * @throws TreeException NODEEXISTS when somebody else was first
     * @throws OutcomeUnknownException when the connection broke and the node exists afterwards: it
     *     may be ours or another's
     */
    public Znode create(String path, byte[] data) throws InterruptedException {
        return createOnce(path, data, CreateMode.PERSISTENT);
    }

    /**
     * Creates a node that goes with the session, and the parents that it lacks (these stay). When
     * the connection breaks meanwhile, the owner of the node tells whether it is ours.
     *
     * @throws TreeException NODEEXISTS when somebody else was first
     * @throws OutcomeUnknownException when the connection broke and no server could be asked since:
     *     there may be a node, whose owner is then this session
     */
    public Znode createEphemeral(String path, byte[] data) throws InterruptedException {
        return createOnce(path, data, CreateMode.EPHEMERAL);
    }

    private Znode createOnce(String path, byte[] data, CreateMode mode)
            throws InterruptedException {
        // BEGIN SOLUTION
        DataLimit.check(path, data);
        ZooKeeper zk = session.zooKeeper();
        while (true) {
            try {
                return new Znode(path, data, create(zk, path, data, mode));
            } catch (NoNodeException e) {
                ensure(Znode.parentOf(path));
            } catch (ConnectionLossException e) {
                Optional<Znode> found = findOurs(zk, path, mode, e);
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (KeeperException e) {
                throw Failures.of(zk, path, e);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private static Stat create(ZooKeeper zk, String path, byte[] data, CreateMode mode)
            throws KeeperException, InterruptedException {
        var stat = new Stat();
        zk.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, mode, stat);
        return stat;
    }

    private static Stat createIfMissing(ZooKeeper zk, String path)
            throws KeeperException, InterruptedException {
        try {
            return create(zk, path, NOTHING, CreateMode.PERSISTENT);
        } catch (NodeExistsException e) {
            return null;
        }
    }

    /** The node that our create made before the connection broke; empty if it made none. */
    private Optional<Znode> findOurs(
            ZooKeeper zk, String path, CreateMode mode, ConnectionLossException loss)
            throws InterruptedException {
        Optional<Znode> found = readLatest(zk, path, loss);
        long ours = mode.isEphemeral() ? zk.getSessionId() : 0;
        if (found.isEmpty() || found.get().stat().getEphemeralOwner() != ours) {
            return Optional.empty(); // not done, or another's: the next attempt will tell
        }
        if (mode.isEphemeral()) {
            return found;
        }
        throw new OutcomeUnknownException(path, "it exists now, but who created it?", loss);
    }

    /** Looks what became of a write whose answer was lost. */
    private Optional<Znode> readLatest(ZooKeeper zk, String path, KeeperException loss)
            throws InterruptedException {
        var repetition = new Repetition(session, path, session.patience());
        while (true) {
            try {
                // A follower may lag behind the one we wrote to: without the sync, "not there"
                // would not mean "was not created".
                zk.sync(path);
                return read(zk, path);
            } catch (ConnectionLossException e) {
                awaitNext(repetition, zk, path, loss);
            } catch (KeeperException e) {
                throw Failures.of(zk, path, e);
            }
        }
    }

    /** Returns when a server can be asked again; if none can, nobody knows what became of it. */
    private static void awaitNext(
            Repetition repetition, ZooKeeper zk, String path, KeeperException loss)
            throws InterruptedException {
        try {
            repetition.awaitNext(zk);
        } catch (NotConnectedException e) {
            throw new OutcomeUnknownException(path, "was it done? " + e.getMessage(), loss);
        }
    }

    // END SOLUTION

    /**
     * Creates a node that goes with the session, and lets the parent number it. The parent must
     * exist.
     *
     * @param prefix path and beginning of the name, such as {@code /queue/job-}
     * @return its name
     * @throws OutcomeUnknownException when the connection broke: there may be a node, and its name
     *     alone does not say whose. Whoever must know puts a mark of his own into the prefix
     */
    public SequentialName createSequential(String prefix, byte[] data) throws InterruptedException {
        // BEGIN SOLUTION
        DataLimit.check(prefix, data);
        String path =
                calls.once(
                        prefix,
                        zk ->
                                zk.create(
                                        prefix,
                                        data,
                                        ZooDefs.Ids.OPEN_ACL_UNSAFE,
                                        CreateMode.EPHEMERAL_SEQUENTIAL));
        return SequentialName.parse(path.substring(path.lastIndexOf('/') + 1)).orElseThrow();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /** What the node holds; empty when it does not exist. */
    public Optional<Znode> find(String path) throws InterruptedException {
        // BEGIN SOLUTION
        return calls.repeated(path, zk -> read(zk, path));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private static Optional<Znode> read(ZooKeeper zk, String path)
            throws KeeperException, InterruptedException {
        try {
            var stat = new Stat();
            byte[] data = zk.getData(path, false, stat);
            return Optional.of(new Znode(path, data == null ? NOTHING : data, stat));
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    /**
     * What the node holds.
     *
     * @throws TreeException NONODE when it does not exist
     */
    public Znode read(String path) throws InterruptedException {
        return find(path)
                .orElseThrow(
                        () ->
                                new TreeException(
                                        KeeperException.Code.NONODE, path + " is not there", null));
    }

    /** The names of its children, in no order. */
    public List<String> children(String path) throws InterruptedException {
        return calls.repeated(path, zk -> zk.getChildren(path, false));
    }

    /** The same; none when there is no such node. */
    public List<String> childrenIfAny(String path) throws InterruptedException {
        try {
            return children(path);
        } catch (TreeException e) {
            if (e.code() == KeeperException.Code.NONODE) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Writes, if nobody has written since that version.
     *
     * @return the version that it has now; empty when somebody has, and nothing was written
     * @throws OutcomeUnknownException when the connection broke and the version has moved on since:
     *     by our write or by another's
     */
    public Optional<Integer> compareAndSet(String path, byte[] data, int version)
            throws InterruptedException {
        // BEGIN SOLUTION
        DataLimit.check(path, data);
        var repetition = new Repetition(session, path, session.patience());
        KeeperException loss = null;
        while (true) {
            ZooKeeper zk = session.zooKeeper();
            try {
                return Optional.of(zk.setData(path, data, version).getVersion());
            } catch (ConnectionLossException | SessionExpiredException e) {
                // It may be repeated: if it was done, the version does not fit any more.
                loss = e;
                awaitNext(repetition, zk, path, loss);
            } catch (KeeperException e) {
                if (loss != null) {
                    throw new OutcomeUnknownException(
                            path, "it has changed since, by our write or another's?", loss);
                }
                if (e instanceof BadVersionException) {
                    return Optional.empty();
                }
                throw Failures.of(zk, path, e);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /**
     * Reads, changes and writes, again if another was faster, until it is done on what was read.
     *
     * @param change makes the new data of the old; may be called several times
     * @return the version that it has now
     * @throws OutcomeUnknownException as {@link #compareAndSet}
     */
    public int update(String path, UnaryOperator<byte[]> change) throws InterruptedException {
        // BEGIN SOLUTION
        while (true) {
            Znode old = read(path);
            Optional<Integer> version =
                    compareAndSet(path, change.apply(old.data().clone()), old.version());
            if (version.isPresent()) {
                return version.get();
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /**
     * Deletes a node and all below it, if it exists. Not in one step: others may see half of it
     * gone. What others create below it meanwhile is deleted, too.
     */
    public void deleteRecursively(String path) throws InterruptedException {
        // BEGIN SOLUTION
        while (!calls.repeated(path, zk -> isDeleted(zk, path))) {
            for (String child : childrenIfAny(path)) {
                deleteRecursively(Znode.childOf(path, child));
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private static boolean isDeleted(ZooKeeper zk, String path)
            throws KeeperException, InterruptedException {
        try {
            zk.delete(path, -1);
            return true;
        } catch (NoNodeException e) {
            return true;
        } catch (NotEmptyException e) {
            return false;
        }
    }
    // END SOLUTION
}
