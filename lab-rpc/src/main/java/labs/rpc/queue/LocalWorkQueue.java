package labs.rpc.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;

/** A work queue in memory. Thread-safe. */
public final class LocalWorkQueue implements WorkQueue {
    /**
     * Bounds of a queue.
     *
     * @param capacity jobs that are ready or in progress; one more is refused
     * @param visibility how long a worker has for a job; then it goes to another
     * @param deliveries how often a job is delivered at most; then it is a dead letter
     * @param deadLetters dead letters that are kept; the oldest go first
     */
    public record Limits(int capacity, Duration visibility, int deliveries, int deadLetters) {
        /** 10,000 jobs, 30 seconds, 5 deliveries, 100 dead letters. */
        public static Limits defaults() {
            return new Limits(10_000, Duration.ofSeconds(30), 5, 100);
        }
    }

    private record Job(int number, int attempts, Object body) {}

    private record Taken(Job job, long due) {}

    private final Limits limits;
    private final LongSupplier clock; // nanoseconds, like System.nanoTime
    private final Deque<Job> ready = new ArrayDeque<>(); // guarded by this
    // By receipt, in the order in which they are due.
    private final Map<String, Taken> taken = new LinkedHashMap<>(); // guarded by this
    private final Deque<Object> dead = new ArrayDeque<>(); // guarded by this
    private int lastNumber; // guarded by this

    public LocalWorkQueue(Limits limits) {
        this(limits, System::nanoTime);
    }

    /** With a clock of its own, for tests that cannot wait. */
    LocalWorkQueue(Limits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public synchronized int put(Object body) {
        // BEGIN SOLUTION
        if (ready.size() + taken.size() >= limits.capacity()) {
            throw new FaultException(FaultCode.APPLICATION_ERROR, "the queue is full");
        }
        lastNumber++;
        ready.addLast(new Job(lastNumber, 0, body));
        notify(); // one job, one worker: all who wait here wait for the same thing
        return lastNumber;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }

    @Override
    public synchronized Delivery take(int waitMillis) {
        // BEGIN SOLUTION
        long end = clock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        try {
            takeBackWhatIsDue();
            while (ready.isEmpty() && clock.getAsLong() - end < 0) {
                waitUntil(end);
                takeBackWhatIsDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            notify(); // we may have swallowed the call meant for another
            return null;
        }
        return ready.isEmpty() ? null : deliver(ready.removeFirst());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }

    @Override
    public synchronized boolean ack(String receipt) {
        // BEGIN SOLUTION
        takeBackWhatIsDue();
        return taken.remove(receipt) != null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }

    @Override
    public synchronized List<Object> deadLetters() {
        return new ArrayList<>(dead);
    }

    /** How many jobs are ready or in progress. */
    public synchronized int size() {
        return ready.size() + taken.size();
    }

    // BEGIN SOLUTION
    private Delivery deliver(Job job) {
        Job again = new Job(job.number(), job.attempts() + 1, job.body());
        String receipt = UUID.randomUUID().toString();
        if (taken.isEmpty()) {
            notifyAll(); // who waits must learn when this job would come back
        }
        taken.put(receipt, new Taken(again, clock.getAsLong() + limits.visibility().toNanos()));
        return new Delivery(job.number(), receipt, again.attempts(), job.body());
    }

    /** Waits for a put, for the next job in progress to become due, or for the end. */
    private void waitUntil(long end) throws InterruptedException {
        long until = end;
        if (!taken.isEmpty()) {
            long due = taken.values().iterator().next().due();
            until = due - end < 0 ? due : end;
        }
        long nanos = until - clock.getAsLong();
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
    }

    private void takeBackWhatIsDue() {
        long now = clock.getAsLong();
        Iterator<Taken> all = taken.values().iterator();
        while (all.hasNext()) {
            Taken next = all.next();
            if (next.due() - now > 0) {
                return;
            }
            all.remove();
            giveBack(next.job());
        }
    }

    private void giveBack(Job job) {
        if (job.attempts() < limits.deliveries()) {
            ready.addFirst(job); // to the front: it has waited long enough
            return;
        }
        dead.addLast(job.body());
        if (dead.size() > limits.deadLetters()) {
            dead.removeFirst();
        }
    }
    // END SOLUTION
}
