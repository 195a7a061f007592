package labs.zookeeper.election;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One candidate of an election: of all candidates of one path, at most one leads at a time, as far
 * as it can know. Thread-safe.
 */
public interface Election extends AutoCloseable {
    /** Stands as a candidate from now on. Returns at once. Call it once. */
    void start();

    /**
     * Whether it leads, as far as it knows: false from the moment the connection is suspended. A
     * process that is paused may believe it a while longer; what it writes then must be refused by
     * its {@link #epoch}.
     */
    boolean isLeader();

    /**
     * Waits until it leads; false if that takes longer than the limit, or it is closed.
     *
     * @throws labs.zookeeper.tree.NotAuthorizedException when it may not stand; it says who may
     */
    boolean awaitLeadership(Duration limit) throws InterruptedException;

    /**
     * The epoch of its leadership: greater than that of every leader before. Give it along with
     * every write, so that the receiver can refuse those of leaders deposed.
     *
     * @throws NotLeaderException when it does not lead
     */
    long epoch();

    /** The id of the candidate that leads; empty when nobody does. Asks a server. */
    Optional<String> leader() throws InterruptedException;

    /** The ids of all candidates, in the order in which they will lead. Asks a server. */
    List<String> participants() throws InterruptedException;

    /** From now on, that listener hears when it is elected and deposed. */
    void addListener(ElectionListener listener);

    /** Stands no longer, and gives up leadership if it has it. A second time does nothing. */
    @Override
    void close();
}
