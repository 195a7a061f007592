package labs.zookeeper.lock;

import java.util.List;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionState;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/** One hand-out of a lock to a thread, which may have acquired it several times. */
final class Hold {
    private final Session session;
    private final ZooKeeper zooKeeper;
    private final SequentialName name;
    private final FencingToken token;
    private final boolean overtakesWriters;
    private SequentialName place; // its own thread's alone; null when its own node is its place
    private int acquisitions = 1; // its own thread's alone
    private LockState told = LockState.HELD; // the session's listener thread alone
    private volatile boolean deleted; // by somebody else, while we held it
    private volatile boolean released;

    /**
     * @param overtakesWriters whether its node stands behind waiting writers, who must wait for it
     *     all the same, because its thread has the write lock
     */
    Hold(
            Session session,
            ZooKeeper zooKeeper,
            SequentialName name,
            FencingToken token,
            boolean overtakesWriters) {
        this.session = session;
        this.zooKeeper = zooKeeper;
        this.name = name;
        this.token = token;
        this.overtakesWriters = overtakesWriters;
    }

    boolean overtakesWriters() {
        return overtakesWriters;
    }

    /** From now on that node, of the write lock that its thread had, keeps its place. */
    void takePlace(SequentialName writeNode) {
        place = writeNode;
    }

    /** The nodes that must go with this hold. */
    List<SequentialName> nodes() {
        return place == null ? List.of(name) : List.of(name, place);
    }

    SequentialName name() {
        return name;
    }

    ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    FencingToken token() {
        return token;
    }

    /** As far as we know: by the session that the node belongs to. */
    LockState state() {
        // BEGIN SOLUTION
        if (deleted || session.isOver(zooKeeper)) {
            return LockState.LOST;
        }
        return session.isConnected(zooKeeper) ? LockState.HELD : LockState.IN_DOUBT;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    /** What a change of the session means for this hold; whether that is news. */
    boolean hears(SessionState news) {
        // BEGIN SOLUTION
        LockState before = told;
        if (told != LockState.LOST) { // what is lost stays lost, whatever session comes next
            told =
                    switch (news) {
                        case CONNECTED -> LockState.HELD;
                        case EXPIRED, CLOSED -> LockState.LOST;
                        default -> LockState.IN_DOUBT;
                    };
        }
        return told != before;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    /**
     * Hears when somebody else deletes its node: the next in the queue has the lock then. Does not
     * wait for the server.
     */
    void watch(String node, Runnable whenDeleted) {
        // BEGIN SOLUTION
        zooKeeper.getData(
                node,
                event -> {
                    if (event.getType() == EventType.NodeDeleted) {
                        deleted(whenDeleted);
                    }
                },
                (rc, p, context, data, stat) -> {
                    if (Code.get(rc) == Code.NONODE) {
                        deleted(whenDeleted);
                    } else if (Code.get(rc) == Code.CONNECTIONLOSS && !released) {
                        watch(node, whenDeleted);
                    }
                },
                null);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private void deleted(Runnable whenDeleted) {
        if (!released) {
            deleted = true;
            whenDeleted.run();
        }
    }

    // END SOLUTION

    /** It is lost, and not by the end of the session; whether that is news. */
    boolean hearsOfItsEnd() {
        LockState before = told;
        told = LockState.LOST;
        return before != LockState.LOST;
    }

    LockState told() {
        return told;
    }

    void acquireAgain() {
        acquisitions++;
    }

    /** Whether that was the last. */
    boolean release() {
        acquisitions--;
        released = acquisitions == 0;
        return released;
    }
}
