package labs.zookeeper.recipes;

import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * Wakes those who wait for something to change. Count first, give it as a watcher, look, then wait.
 * A change of the connection counts, since then one should look again, too. Thread-safe.
 *
 * <p>One object for all the looks of a recipe: the client keeps each watcher until it fires, and
 * counts equal ones once. With a new one for each look they would pile up.
 */
final class Signal implements Watcher {
    private long changes; // guarded by this

    @Override
    public synchronized void process(WatchedEvent event) {
        changes++;
        notifyAll();
    }

    /** How often something changed so far. */
    synchronized long changes() {
        return changes;
    }

    /** Waits until something changed after that count, or until then; false if it is then. */
    synchronized boolean awaitChange(long seen, long deadlineNanos) throws InterruptedException {
        while (changes == seen) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
