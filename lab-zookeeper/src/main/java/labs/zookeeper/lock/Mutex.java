package labs.zookeeper.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.zookeeper.tree.Session;

/**
 * One thread of all processes at a time holds it, in the order in which they asked.
 *
 * <pre>{@code
 * FencingToken token = mutex.acquire();
 * try {
 *     store.write(token, change(store.read(token)));
 * } finally {
 *     mutex.release();
 * }
 * }</pre>
 */
public final class Mutex implements DistributedLock {
    private final QueuedLock lock;

    /**
     * A lock that this session's process shares with all that name the same path.
     *
     * @param path the node under which the queue stands; created when missing, never deleted
     */
    public Mutex(Session session, String path) {
        this.lock = new QueuedLock(session, path, Kind.WRITE);
    }

    @Override
    public FencingToken acquire() throws InterruptedException {
        return lock.acquire();
    }

    @Override
    public Optional<FencingToken> tryAcquire(Duration limit) throws InterruptedException {
        return lock.tryAcquire(limit);
    }

    @Override
    public void release() {
        lock.release();
    }

    @Override
    public FencingToken token() {
        return lock.token();
    }

    @Override
    public LockState state() {
        return lock.state();
    }

    @Override
    public List<String> participants() throws InterruptedException {
        return lock.participants();
    }

    @Override
    public void addListener(LockListener listener) {
        lock.addListener(listener);
    }
}
