package labs.zookeeper.lock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import labs.zookeeper.tree.Session;

/**
 * Many readers or one writer, in the order in which they asked: readers who came after a waiting
 * writer wait behind it, so that it is not starved.
 *
 * <p>A thread that writes may acquire the read lock as well and then release the write lock: a
 * downgrade, with nobody in between, and one hold with one token from its beginning to its end. The
 * other way round is refused: two readers who both wait for the other to leave would wait for ever.
 */
public final class ReadWriteLock {
    private final QueuedLock reading;
    private final QueuedLock writing;
    private final DistributedLock readLock;
    private final DistributedLock writeLock;

    /**
     * A lock that this session's process shares with all that name the same path.
     *
     * @param path the node under which the queue stands; created when missing, never deleted
     */
    public ReadWriteLock(Session session, String path) {
        this.reading = new QueuedLock(session, path, Kind.READ);
        this.writing = new QueuedLock(session, path, Kind.WRITE);
        this.readLock = new ReadLock();
        this.writeLock = new WriteLock();
    }

    /** To read together with others. */
    public DistributedLock readLock() {
        return readLock;
    }

    /**
     * To write alone.
     *
     * <p>Its methods that acquire throw {@link IllegalMonitorStateException} when the thread has
     * the read lock alone.
     */
    public DistributedLock writeLock() {
        return writeLock;
    }

    private Optional<FencingToken> acquireRead(Deadline deadline) throws InterruptedException {
        // BEGIN SOLUTION
        if (writing.hold().isPresent()) {
            writing.token(); // throws when it is lost: then this thread is not alone any more
        }
        return reading.acquire(deadline, writing.hold().orElse(null));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    private Optional<FencingToken> acquireWrite(Deadline deadline) throws InterruptedException {
        // BEGIN SOLUTION
        if (reading.hold().isPresent() && writing.hold().isEmpty()) {
            throw new IllegalMonitorStateException(
                    "a thread that holds the read lock cannot have the write lock as well: it would"
                            + " wait for itself, and for every other reader who wants the same."
                            + " Release the read lock first, then read again under the write lock");
        }
        return writing.acquire(deadline, null);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    private void releaseWrite() {
        // BEGIN SOLUTION
        Optional<Hold> reads = reading.hold().filter(Hold::overtakesWriters);
        if (reads.isPresent()) {
            // Without this node the writers behind it would come in, while this thread reads.
            writing.release(ended -> reads.get().takePlace(ended.name()));
        } else {
            writing.release();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    private abstract static class Side implements DistributedLock {
        private final QueuedLock lock;

        Side(QueuedLock lock) {
            this.lock = lock;
        }

        abstract Optional<FencingToken> acquire(Deadline deadline) throws InterruptedException;

        @Override
        public FencingToken acquire() throws InterruptedException {
            return acquire(Deadline.NEVER).orElseThrow();
        }

        @Override
        public Optional<FencingToken> tryAcquire(Duration limit) throws InterruptedException {
            return acquire(Deadline.after(limit));
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

    private final class ReadLock extends Side {
        ReadLock() {
            super(reading);
        }

        @Override
        Optional<FencingToken> acquire(Deadline deadline) throws InterruptedException {
            return acquireRead(deadline);
        }
    }

    private final class WriteLock extends Side {
        WriteLock() {
            super(writing);
        }

        @Override
        Optional<FencingToken> acquire(Deadline deadline) throws InterruptedException {
            return acquireWrite(deadline);
        }

        @Override
        public void release() {
            releaseWrite();
        }
    }
}
