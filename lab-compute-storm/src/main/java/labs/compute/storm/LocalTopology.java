package labs.compute.storm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A topology that runs. Closing it kills it and waits until its last task is gone. Thread-safe. */
public final class LocalTopology implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final LocalStorm storm;
    private final String name;
    private final Shared<Tasks> tasks;
    private boolean closed; // guarded by this

    LocalTopology(LocalStorm storm, String name, Shared<Tasks> tasks) {
        this.storm = storm;
        this.name = name;
        this.tasks = tasks;
    }

    /** The name it was submitted by: no other topology has it. */
    public String name() {
        return name;
    }

    /**
     * Waits for what must happen.
     *
     * @param otherwise what to say if it does not happen in time
     * @throws TaskFailedException at once, if a task of this topology has thrown
     * @throws IllegalStateException if the time is over, or the thread interrupted
     */
    public void await(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            tasks.get().failure().ifPresent(LocalTopology::rethrow);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted; " + otherwise.get());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "after " + limit.toSeconds() + " s: " + otherwise.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void rethrow(TaskFailedException failure) {
        throw failure;
    }

    /** Kills it as a crash would, with what it has in hand: its tasks get no chance to finish. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            storm.kill(name);
            awaitEnd();
        }
    }

    private void awaitEnd() {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!tasks.get().allGone()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("tasks of " + name + " do not end");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
