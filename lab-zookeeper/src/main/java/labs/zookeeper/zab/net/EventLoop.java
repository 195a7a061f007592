package labs.zookeeper.zab.net;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread on which all that happens to a node happens, one after the other: what others hand in,
 * and timers. The node needs no locks therefore, and behaves as in the simulation.
 *
 * <p>An event that throws ends the loop: nobody knows what state the node is in then, and a node
 * that crashed is something that the others can live with.
 */
final class EventLoop implements AutoCloseable {
    private static final int EVENTS = 10_000;

    private record Timer(String name, long at, Runnable then) {}

    private final BlockingQueue<Runnable> events = new ArrayBlockingQueue<>(EVENTS);
    // Both confined to the thread of the loop. A timer counts only while it is in `timers`: one
    // that was cancelled or set again stays in `byTime` until its time comes.
    private final PriorityQueue<Timer> byTime =
            new PriorityQueue<>((a, b) -> Long.signum(a.at() - b.at()));
    private final Map<String, Timer> timers = new HashMap<>();
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A loop that is not running yet.
     *
     * @param name of its thread
     * @param onFailure is told, on that thread, what an event threw; the loop ends then
     */
    EventLoop(String name, Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Runs that on the thread of the loop, after all that was handed in before. Thread-safe. Waits
     * while ten thousand events are waiting already: a peer that sends faster than the node works
     * is slowed down, by TCP, instead of filling the memory.
     */
    void execute(Runnable event) throws InterruptedException {
        // BEGIN SOLUTION
        events.put(event);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /**
     * Runs that once after that time; in place of the timer of the same name, if there is one. Only
     * on the thread of the loop.
     */
    void timer(String name, Duration after, Runnable then) {
        requireOwnThread();
        // BEGIN SOLUTION
        var timer = new Timer(name, System.nanoTime() + after.toNanos(), then);
        timers.put(name, timer);
        byTime.add(timer);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /**
     * That timer will not run any more, not even if its time has come already. Only on the thread
     * of the loop.
     */
    void cancel(String name) {
        requireOwnThread();
        // BEGIN SOLUTION
        timers.remove(name);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    private void requireOwnThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "on " + Thread.currentThread().getName() + " instead of " + thread.getName());
        }
    }

    private void run() {
        try {
            while (!closed) {
                next().run();
            }
        } catch (Throwable failure) {
            // What close() interrupted, a wait or a write, is no failure.
            if (!closed) {
                onFailure.accept(failure);
            }
        }
    }

    /** The timer that is due, or the next event; waits for either. */
    private Runnable next() throws InterruptedException {
        // BEGIN SOLUTION
        while (true) {
            Timer first = byTime.peek();
            if (first == null) {
                return events.take();
            }
            long wait = first.at() - System.nanoTime();
            if (wait <= 0) {
                byTime.remove();
                if (timers.remove(first.name(), first)) {
                    return first.then();
                }
            } else {
                Runnable event = events.poll(wait, TimeUnit.NANOSECONDS);
                if (event != null) {
                    return event;
                }
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    /** Ends it after the event that is running; what is waiting never runs. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            joined(thread);
        }
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
