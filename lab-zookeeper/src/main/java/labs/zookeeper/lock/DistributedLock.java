package labs.zookeeper.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A lock that threads of many processes share. It belongs to a thread, which may acquire it again
 * and must release it as often. Thread-safe.
 *
 * <p>No lock service can promise that nobody else acts: a holder that pauses does not notice that
 * its session expired. So hand the token along with every write, to a resource that refuses older
 * ones, such as {@link FencedStore}.
 */
public interface DistributedLock {
    /**
     * Waits until this thread holds the lock. When the session expires meanwhile, it queues anew.
     *
     * @return the token of this hand-out; the same one when the thread held it already
     * @throws labs.zookeeper.tree.NotConnectedException when no server answers for longer than the
     *     session's patience
     * @throws LostLockException when the thread held it and has lost it: release it first
     */
    FencingToken acquire() throws InterruptedException;

    /** The same, but no longer than the limit; empty if that was not enough. */
    Optional<FencingToken> tryAcquire(Duration limit) throws InterruptedException;

    /**
     * Gives back one acquisition of this thread; the last one gives the lock to the next in the
     * queue. Does not wait for the server: if it is away, the node goes when it is back. Whatever
     * happens, the thread has one acquisition less afterwards.
     *
     * @throws IllegalMonitorStateException when this thread does not hold it
     * @throws LostLockException when the session expired while it was held, or somebody deleted its
     *     node: others may have held it, too
     */
    void release();

    /**
     * The token of this thread's hold, for the next write.
     *
     * @throws IllegalMonitorStateException when this thread does not hold it
     * @throws LostLockException when the lock is lost, or nobody knows just now
     */
    FencingToken token();

    /** Where this thread's hold stands. */
    LockState state();

    /**
     * The nodes of all who hold it or wait for it, of all processes, in the order of the queue.
     * Each begins with the number of its session, in hexadecimal digits, and says {@code write} or
     * {@code read}. Asks a server.
     */
    List<String> participants() throws InterruptedException;

    /** From now on, that listener hears when a hold, of any thread, comes in doubt or is lost. */
    void addListener(LockListener listener);
}
