package labs.mq.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue in this process: in memory alone, or with a journal. The rules are {@link QueueState}'s;
 * here is what makes consumers wait and the journal right. Thread-safe.
 *
 * <p>It goes by the clock of the day, since delays outlast a restart.
 */
public final class LocalQueue implements MessageQueue {
    private static final Logger LOG = LoggerFactory.getLogger(LocalQueue.class);

    private final QueueOptions options;
    private final LongSupplier clock;
    private final QueueState state; // guarded by this
    private final Journal journal; // guarded by this
    private long nextId; // guarded by this
    private boolean closed; // guarded by this

    LocalQueue(QueueOptions options, LongSupplier clock, Journal journal) {
        this.options = options;
        this.clock = clock;
        this.journal = journal;
        this.state = new QueueState(options.deliveries());
    }

    /** A queue that is lost with this process. */
    public static LocalQueue inMemory(QueueOptions options) {
        return new LocalQueue(options, System::currentTimeMillis, Journal.NONE);
    }

    /**
     * A queue that is kept in that file.
     *
     * @throws IOException if the file cannot be read or written
     */
    public static LocalQueue durable(Path file, QueueOptions options) throws IOException {
        return durable(file, options, System::currentTimeMillis);
    }

    static LocalQueue durable(Path file, QueueOptions options, LongSupplier clock)
            throws IOException {
        FileJournal journal = FileJournal.open(file, options.flushEachPut());
        var queue = new LocalQueue(options, clock, journal);
        queue.restore(journal.found(), journal.nextId());
        return queue;
    }

    private synchronized void restore(List<StoredMessage> messages, long next) {
        messages.forEach(message -> state.put(message, clock.getAsLong()));
        nextId = next;
    }

    @Override
    public synchronized long put(byte[] body, int priority, Duration delay) throws IOException {
        // BEGIN SOLUTION
        requireOpen();
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException(
                    "priority " + priority + " is not in " + LOWEST + " … " + HIGHEST);
        }
        if (state.size() >= options.capacity()) {
            throw new QueueFullException(options.capacity());
        }
        long now = clock.getAsLong();
        var message = new StoredMessage(nextId, priority, now + delay.toMillis(), body, 0);
        journal.put(message); // first: what cannot be stored must not be delivered
        nextId++;
        state.put(message, now);
        notifyAll();
        return message.id();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    @Override
    public synchronized Optional<Delivery> take(Duration wait)
            throws IOException, InterruptedException {
        // BEGIN SOLUTION
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            requireOpen();
            long now = clock.getAsLong();
            Optional<Delivery> next = state.take(now, now + options.visibility().toMillis());
            if (next.isPresent()) {
                noteDelivery(next.get());
                return next;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            waitForChange(left, now);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private void noteDelivery(Delivery delivery) throws IOException {
        try {
            journal.delivered(delivery.id());
        } catch (IOException e) {
            state.takeBack(delivery); // nobody gets it: a full disk must not make it a dead letter
            throw e;
        }
    }

    /** Until something is put in or given back, something becomes due, or the time is over. */
    private void waitForChange(long left, long now) throws InterruptedException {
        long due = state.nextDue();
        long untilDue =
                due == Long.MAX_VALUE
                        ? left
                        : TimeUnit.MILLISECONDS.toNanos(Math.max(1, due - now));
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Math.min(left, untilDue)));
    }

    // END SOLUTION

    @Override
    public synchronized boolean ack(Delivery delivery) throws IOException {
        // BEGIN SOLUTION
        requireOpen();
        long now = clock.getAsLong();
        if (!state.isPresent(delivery, now)) {
            return false;
        }
        journal.gone(delivery.id()); // first: if it fails, the consumer may try again
        state.ack(delivery, now);
        if (journal.isTooLong(state.live())) {
            shorten();
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private void shorten() {
        try {
            journal.beginAnew(state.stored(), nextId - 1);
        } catch (IOException e) { // the acknowledgement is stored, and nothing is lost but space
            LOG.warn("the journal stays long until its disk has room", e);
        }
    }

    // END SOLUTION

    @Override
    public synchronized boolean nack(Delivery delivery) throws IOException {
        // BEGIN SOLUTION
        requireOpen();
        boolean isBack = state.nack(delivery, clock.getAsLong());
        notifyAll();
        return isBack;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    @Override
    public synchronized int size() {
        state.tick(clock.getAsLong());
        return state.size();
    }

    @Override
    public synchronized List<Delivery> deadLetters() {
        state.tick(clock.getAsLong());
        return state.deadLetters();
    }

    @Override
    public synchronized boolean revive(long id) throws IOException {
        requireOpen();
        if (!state.isDead(id)) {
            return false;
        }
        journal.revived(id); // first: if it fails, it is still dead
        state.revive(id);
        notifyAll();
        return true;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the queue is closed");
        }
    }

    /** Those who wait are told; messages in flight come again after the next opening. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            notifyAll();
            journal.close();
        }
    }
}
