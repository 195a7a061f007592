package labs.zookeeper.tree;

import java.time.Duration;
import org.apache.zookeeper.ZooKeeper;

/**
 * How long one call that was cut off is repeated. Each attempt may find a server and lose it again:
 * so it is the time of all attempts together that is limited. Not thread-safe.
 */
public final class Repetition {
    /** So often the connection may break by chance, at one and the same call. */
    private static final int BY_CHANCE = 3;

    private final Session session;
    private final String path;
    private final Duration limit;
    private final long deadline;
    private int losses;

    /** Begins now. */
    public Repetition(Session session, String path, Duration limit) {
        this.session = session;
        this.path = path;
        this.limit = limit.isNegative() ? Duration.ZERO : limit;
        this.deadline = System.nanoTime() + this.limit.toNanos();
    }

    /**
     * The connection broke at an attempt. Returns when it may be repeated.
     *
     * @throws NotConnectedException when no server lets us in, or none for long enough to answer,
     *     until the time is up
     * @throws AnswerTooLargeException when the answer breaks the connection each time
     */
    public void awaitNext(ZooKeeper zooKeeper) throws InterruptedException {
        // BEGIN SOLUTION
        losses++;
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw session.notConnected(limit);
        }
        try {
            session.awaitConnected(Duration.ofNanos(left));
        } catch (NotConnectedException e) {
            throw session.notConnected(limit);
        }
        if (losses >= BY_CHANCE) {
            AnswerTooLargeException.throwIfSo(zooKeeper, path);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }
}
