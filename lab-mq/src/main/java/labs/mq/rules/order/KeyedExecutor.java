package labs.mq.rules.order;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks on several threads: those of one key one after the other in the order of their
 * submission, those of different keys at the same time; a slow key holds up no other while a thread
 * is free. Thread-safe. Close it.
 */
final class KeyedExecutor implements AutoCloseable {
    private final ExecutorService threads;

    /** The tasks of each key that has one running; the running one is not in its queue. */
    private final Map<Object, Queue<Runnable>> waiting = new HashMap<>(); // guarded by this

    KeyedExecutor(int threads, String name) {
        var number = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> new Thread(task, name + "-" + number.incrementAndGet()),
                        new ThreadPoolExecutor.DiscardPolicy()); // after close nothing begins
    }

    /** Returns at once; bounding what waits is the caller's. A task must not throw. */
    void submit(Object key, Runnable task) {
        // BEGIN SOLUTION
        synchronized (this) {
            Queue<Runnable> others = waiting.get(key);
            if (others != null) {
                others.add(task);
                return;
            }
            waiting.put(key, new ArrayDeque<>());
        }
        threads.execute(() -> runAndGoOn(key, task));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private void runAndGoOn(Object key, Runnable task) {
        try {
            task.run();
        } finally {
            Runnable next = next(key);
            if (next != null) {
                // behind the tasks of other keys, so that a busy key does not keep its thread
                threads.execute(() -> runAndGoOn(key, next));
            }
        }
    }

    private synchronized Runnable next(Object key) {
        Runnable next = waiting.get(key).poll();
        if (next == null) {
            waiting.remove(key); // or each key ever seen stays in memory
        }
        return next;
    }

    // END SOLUTION

    /** How many keys have a task that runs or waits. */
    synchronized int keys() {
        return waiting.size();
    }

    /**
     * Lets the tasks that have a thread or wait for one finish; what waits for its key does not
     * begin.
     */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
