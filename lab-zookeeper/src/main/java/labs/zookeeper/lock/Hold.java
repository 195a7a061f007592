package labs.zookeeper.lock;

import java.util.List;
import labs.zookeeper.tree.SequentialName;
import labs.zookeeper.tree.Session;
import labs.zookeeper.tree.SessionState;
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
        if (session.isOver(zooKeeper)) {
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

    LockState told() {
        return told;
    }

    void acquireAgain() {
        acquisitions++;
    }

    /** Whether that was the last. */
    boolean release() {
        return --acquisitions == 0;
    }
}
