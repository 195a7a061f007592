package labs.rpc.space;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;

/**
 * A tuple space in memory. Thread-safe.
 *
 * <p>Who waits leaves a promise; who writes hands the tuple to the promise itself, and does not
 * wake everybody up to race for it. So no wake-up can be lost, those who wait are served in the
 * order of their coming, and a tuple goes to exactly one of them.
 */
public final class LocalTupleSpace implements TupleSpace {
    private final int capacity;
    private final LongSupplier clock; // nanoseconds, like System.nanoTime
    private final List<Stored> tuples = new ArrayList<>(); // guarded by this; the oldest first
    private final Set<Waiter> waiters = new LinkedHashSet<>(); // guarded by this; the first first

    private record Stored(List<Object> tuple, long expiry) {}

    /** Somebody who waits. Equal to itself only. */
    private static final class Waiter {
        final Template template;
        final boolean takes;
        final CompletableFuture<List<Object>> promise = new CompletableFuture<>();

        Waiter(Template template, boolean takes) {
            this.template = template;
            this.takes = takes;
        }
    }

    /**
     * @param capacity tuples at most; one more is refused
     */
    public LocalTupleSpace(int capacity) {
        this(capacity, System::nanoTime);
    }

    /** With a clock of its own, for tests that cannot wait. */
    LocalTupleSpace(int capacity, LongSupplier clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    @Override
    public synchronized boolean write(List<Object> tuple, int leaseMillis) {
        // BEGIN SOLUTION
        if (leaseMillis < 1) {
            throw new FaultException(FaultCode.INVALID_PARAMS, "a lease lasts at least 1 ms");
        }
        dropExpired();
        if (handOver(tuple)) {
            return true;
        }
        if (tuples.size() >= capacity) {
            throw new FaultException(FaultCode.APPLICATION_ERROR, "the space is full");
        }
        long expiry = clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(leaseMillis);
        return tuples.add(new Stored(new ArrayList<>(tuple), expiry));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }

    @Override
    public List<Object> take(List<Object> template, int waitMillis) {
        return find(new Waiter(new Template(template), true), waitMillis);
    }

    @Override
    public List<Object> read(List<Object> template, int waitMillis) {
        return find(new Waiter(new Template(template), false), waitMillis);
    }

    /** How many tuples are there now. */
    public synchronized int size() {
        dropExpired();
        return tuples.size();
    }

    private List<Object> find(Waiter waiter, int waitMillis) {
        // BEGIN SOLUTION
        synchronized (this) {
            dropExpired();
            List<Object> found = search(waiter);
            if (found != null || waitMillis <= 0) {
                return found;
            }
            // In the same synchronized block: no write can slip in between search and registration.
            waiters.add(waiter);
        }
        return await(waiter, waitMillis);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }

    // BEGIN SOLUTION
    private List<Object> search(Waiter waiter) {
        for (Iterator<Stored> all = tuples.iterator(); all.hasNext(); ) {
            List<Object> tuple = all.next().tuple();
            if (waiter.template.matches(tuple)) {
                if (waiter.takes) {
                    all.remove();
                }
                return tuple;
            }
        }
        return null;
    }

    /** Gives the tuple to all who wait to read it, and to the first who waits to take it. */
    private boolean handOver(List<Object> tuple) {
        boolean taken = false;
        for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
            Waiter waiter = all.next();
            if (!(waiter.takes && taken) && waiter.template.matches(tuple)) {
                all.remove();
                waiter.promise.complete(tuple);
                taken |= waiter.takes;
            }
        }
        return taken;
    }

    private List<Object> await(Waiter waiter, int waitMillis) {
        try {
            return waiter.promise.get(waitMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return giveUp(waiter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(waiter);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails a promise", e);
        }
    }

    /** The tuple that came in the very last moment, or null: it must not be lost with us. */
    private synchronized List<Object> giveUp(Waiter waiter) {
        waiters.remove(waiter);
        return waiter.promise.getNow(null);
    }

    // END SOLUTION

    private void dropExpired() {
        // BEGIN SOLUTION
        long now = clock.getAsLong();
        tuples.removeIf(stored -> stored.expiry() - now <= 0);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }
}
