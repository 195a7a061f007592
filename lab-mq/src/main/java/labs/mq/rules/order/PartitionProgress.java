package labs.mq.rules.order;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * How far one partition is done while its records finish in any order. What may be committed is the
 * offset of the first that is not finished: all before it are. Thread-safe. One for each time that
 * the partition is assigned to us; closed when it is taken away.
 */
final class PartitionProgress {
    private final NavigableSet<Long> unfinished = new TreeSet<>(); // guarded by this
    private long end; // guarded by this; behind the last record taken
    private int running; // guarded by this
    private boolean isClosed; // guarded by this

    PartitionProgress(long position) {
        this.end = position;
    }

    /** The record at this offset is here to be done. Offsets grow, but not always by one. */
    synchronized void taken(long offset) {
        // BEGIN SOLUTION
        unfinished.add(offset);
        end = offset + 1;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /** Whether the work on a record may begin; not when the partition is another's by now. */
    synchronized boolean begin() {
        // BEGIN SOLUTION
        if (isClosed) {
            return false;
        }
        running++;
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /** The work that was begun has ended, well or not. */
    synchronized void ended(long offset, boolean isDone) {
        // BEGIN SOLUTION
        if (isDone) {
            unfinished.remove(offset);
        }
        running--;
        notifyAll();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /** The next offset to read after a restart: no record before it is unfinished. */
    synchronized long committable() {
        // BEGIN SOLUTION
        return unfinished.isEmpty() ? end : unfinished.first();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    synchronized int unfinished() {
        return unfinished.size();
    }

    /** Lets nothing begin any more, and waits for what runs. */
    synchronized void close() throws InterruptedException {
        // BEGIN SOLUTION
        isClosed = true;
        while (running > 0) {
            wait();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }
}
