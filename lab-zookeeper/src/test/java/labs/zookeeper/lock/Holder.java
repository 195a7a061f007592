package labs.zookeeper.lock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread that does with a lock what a test tells it to, since a lock belongs to a thread. */
final class Holder implements AutoCloseable {
    private final ExecutorService thread;
    private final DistributedLock lock;

    Holder(String name, DistributedLock lock) {
        this.thread = Executors.newSingleThreadExecutor(task -> daemon(task, name));
        this.lock = lock;
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Asks for the lock, and does not wait. */
    Future<FencingToken> asks() {
        return thread.submit((Callable<FencingToken>) lock::acquire);
    }

    /** Has the lock when this returns. */
    FencingToken acquires() throws Exception {
        return get(asks());
    }

    Optional<FencingToken> tries(Duration limit) throws Exception {
        return get(thread.submit(() -> lock.tryAcquire(limit)));
    }

    void releases() throws Exception {
        get(thread.submit(lock::release));
    }

    FencingToken token() throws Exception {
        return get(thread.submit(lock::token));
    }

    LockState state() throws Exception {
        return get(thread.submit(lock::state));
    }

    /** What that gives, or what it throws in that thread. */
    static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the lock does not come within 20 s: who is in the way?", e);
        }
    }

    /** Interrupts what the thread is doing, and ends it. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
