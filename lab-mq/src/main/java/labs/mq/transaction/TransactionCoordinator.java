package labs.mq.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import labs.mq.log.CompactedLog;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All transactions of this broker. Thread-safe: it does one thing at a time. A thread of its own
 * aborts those whose time is over, and ends what could not be ended at once.
 */
public final class TransactionCoordinator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionCoordinator.class);

    private static final Duration LONGEST = Duration.ofMinutes(15); // Kafka's default
    private static final Duration KEPT = Duration.ofDays(7); // an id that is not used; as in Kafka
    private static final Duration PAUSE = Duration.ofMillis(500); // between looks at the clock

    private final TransactionLog log;
    private final Participants participants;
    private final ProducerIds ids;
    private ScheduledExecutorService thread; // guarded by this; null until it is needed
    private boolean closed; // guarded by this

    /**
     * @param log gives the log of the states; it is opened when it is first needed
     */
    public TransactionCoordinator(LogSource log, Participants participants, ProducerIds ids) {
        this.log = new TransactionLog(log);
        this.participants = participants;
        this.ids = ids;
    }

    /** Opens the log of the states. */
    @FunctionalInterface
    public interface LogSource {
        CompactedLog open() throws IOException;
    }

    /** Reads the states back after a restart, and goes on with what was under way. */
    public synchronized void load() throws IOException {
        log.load();
        for (Transaction transaction : log.all()) {
            for (TopicPartition partition : transaction.partitions()) {
                participants.resume(partition, transaction.producer());
            }
            if (transaction.state().isPrepared()) {
                complete(transaction);
            }
        }
        watch();
    }

    /**
     * A producer begins its life: what its last one left open is aborted, and all that that one may
     * still say is refused from now on.
     *
     * @param before who it was until now, if it only wants to go on with a new epoch
     * @throws TransactionException if it cannot have transactions, or another has taken its place
     */
    public synchronized ProducerIdentity init(
            String id, int timeoutMillis, ProducerIdentity before) {
        requireSound(id, timeoutMillis);
        Duration timeout = Duration.ofMillis(timeoutMillis);
        Transaction now = log.get(id);
        if (now == null) {
            return store(Transaction.of(id, new ProducerIdentity(ids.next(), (short) 0), timeout))
                    .producer();
        } else if (isRepetition(now, before)) {
            return now.producer();
        }
        requireUnlessNone(now, before);
        if (now.state() == TransactionState.ONGOING) {
            now = complete(store(now.fence()));
        }
        requireNotPrepared(now);
        return store(follow(now, before, timeout)).producer();
    }

    private static void requireSound(String id, int timeoutMillis) {
        if (id.isEmpty()) {
            throw new TransactionException(Errors.INVALID_REQUEST, "an empty transactional id");
        } else if (timeoutMillis <= 0 || timeoutMillis > LONGEST.toMillis()) {
            throw new TransactionException(
                    Errors.INVALID_TRANSACTION_TIMEOUT,
                    "a transaction of " + timeoutMillis + " ms; it can last up to " + LONGEST);
        }
    }

    /** Its answer was lost, and it asks again with the epoch of before. */
    private static boolean isRepetition(Transaction now, ProducerIdentity before) {
        return before.epoch() >= 0
                && now.state() == TransactionState.EMPTY
                && before.equals(new ProducerIdentity(now.producer().id(), now.epochBefore()));
    }

    private static void requireUnlessNone(Transaction now, ProducerIdentity before) {
        if (!before.equals(ProducerIdentity.NONE) && !before.equals(now.producer())) {
            throw fenced(now, before);
        }
    }

    private static TransactionException fenced(Transaction now, ProducerIdentity who) {
        return new TransactionException(
                Errors.PRODUCER_FENCED,
                now.id() + " is " + now.producer() + " by now, and no longer " + who);
    }

    private Transaction follow(Transaction last, ProducerIdentity before, Duration timeout) {
        if (!last.producer().canBeFollowed()) {
            return Transaction.of(last.id(), new ProducerIdentity(ids.next(), (short) 0), timeout);
        }
        return Transaction.of(last.id(), last.producer().next(), before.epoch(), timeout);
    }

    /**
     * A producer is going to write to partitions, as part of its transaction, which begins with the
     * first of them.
     *
     * @throws TransactionException if it may not
     */
    public synchronized void add(
            String id, ProducerIdentity producer, Set<TopicPartition> partitions) {
        Transaction now = require(id, producer);
        requireNotPrepared(now);
        store(now.add(partitions)); // first: a partition that is not known gets no marker
        partitions.forEach(partition -> participants.begin(partition, producer));
    }

    /**
     * A producer ends its transaction. When it returns, that is decided, whatever happens.
     *
     * @throws TransactionException if it may not, or there is none
     */
    public synchronized void end(String id, ProducerIdentity producer, boolean commit) {
        Transaction now = require(id, producer);
        requireNotPrepared(now);
        if (now.state() == TransactionState.ONGOING) {
            complete(store(now.prepare(commit)));
        } else if (now.state() != TransactionState.complete(commit)) { // else it asks again
            throw new TransactionException(
                    Errors.INVALID_TXN_STATE, id + " is " + now.state().title());
        }
    }

    private Transaction require(String id, ProducerIdentity producer) {
        Transaction now = log.get(id);
        if (now == null || now.producer().id() != producer.id()) {
            throw new TransactionException(
                    Errors.INVALID_PRODUCER_ID_MAPPING, id + " is not " + producer);
        } else if (now.producer().epoch() != producer.epoch()) {
            throw fenced(now, producer);
        }
        return now;
    }

    private static void requireNotPrepared(Transaction now) {
        if (now.state().isPrepared()) {
            throw new TransactionException(
                    Errors.CONCURRENT_TRANSACTIONS, now.id() + " is about to end its last one");
        }
    }

    private Transaction store(Transaction transaction) {
        try {
            watch();
            log.put(transaction);
            return transaction;
        } catch (IOException e) {
            LOG.warn("{} cannot be stored: {}", transaction.id(), e.toString());
            throw new TransactionException(Errors.COORDINATOR_NOT_AVAILABLE, e.getMessage());
        }
    }

    /**
     * Says everywhere what was decided.
     *
     * @return its state then: the same as before if that failed, and has to be done again
     */
    private Transaction complete(Transaction prepared) {
        try {
            for (TopicPartition partition : prepared.partitions()) {
                participants.end(partition, prepared.producer(), prepared.state().isCommit());
            }
            Transaction complete = prepared.complete();
            log.put(complete);
            return complete;
        } catch (IOException e) {
            LOG.warn("{} is not yet ended everywhere: {}", prepared.id(), e.toString());
            return prepared;
        }
    }

    private void watch() {
        if (thread == null && !closed) {
            thread =
                    Executors.newSingleThreadScheduledExecutor(
                            task -> {
                                Thread created = new Thread(task, "mq-transactions");
                                created.setDaemon(true);
                                return created;
                            });
            long pause = PAUSE.toMillis();
            thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            lookAt(System.currentTimeMillis());
        } catch (IOException | RuntimeException e) { // the next time
            LOG.warn("transactions could not be looked after: {}", e.toString());
        }
    }

    private synchronized void lookAt(long now) throws IOException {
        if (closed) {
            return;
        }
        for (Transaction transaction : log.all()) {
            if (transaction.state().isPrepared()) {
                complete(transaction);
            } else if (transaction.isOverdue(now)) {
                LOG.warn("{} has not ended its transaction in time: aborted", transaction.id());
                complete(store(transaction.fence()));
            } else if (transaction.isUnusedFor(KEPT, now)) {
                log.forget(transaction.id());
            }
        }
    }

    /** All transactional ids that are known. */
    public synchronized Collection<Transaction> all() {
        return log.all();
    }

    /** What is known of one; null if nothing is. */
    public synchronized Transaction find(String id) {
        return log.get(id);
    }

    /** Drops states that newer ones have replaced, if most of the log are such. */
    public synchronized void compactIfLong() throws IOException {
        log.compactIfLong();
    }

    /** Waits for what is under way; an open transaction stays open for the next start. */
    @Override
    public void close() {
        ScheduledExecutorService running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running != null) {
            running.shutdown();
        }
    }
}
