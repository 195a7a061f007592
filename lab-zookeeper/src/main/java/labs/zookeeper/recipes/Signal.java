package labs.zookeeper.recipes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * One wait for something to change: give it as a watcher, look, then wait. It ends early when the
 * connection changes, since then one should look again, too.
 */
final class Signal implements Watcher {
    private final CountDownLatch changed = new CountDownLatch(1);

    @Override
    public void process(WatchedEvent event) {
        changed.countDown();
    }

    /** Waits until something changed, or until then; false if it is then. */
    boolean awaitUntil(long deadlineNanos) throws InterruptedException {
        long left = deadlineNanos - System.nanoTime();
        return changed.await(Math.max(0, left), TimeUnit.NANOSECONDS);
    }
}
