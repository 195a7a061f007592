package labs.mq.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
import labs.mq.log.CorruptBatchException;
import labs.mq.log.Log;
import labs.mq.log.RecordCheck;
import labs.mq.transaction.ProducerIdentity;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.protocol.Errors;

/** A log, the producers that write to it, and those who wait for more of it. Thread-safe. */
final class Partition {
    private final Log log;
    private final Producers producers = new Producers();
    private final OpenTransactions transactions = new OpenTransactions();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    Partition(Log log) throws IOException {
        this.log = log;
        producers.restore(log);
    }

    /**
     * Where readers of committed records have to stop: all before it is decided. The end of the log
     * if no transaction is open.
     */
    synchronized long lastStable() {
        return Math.min(transactions.firstOffset(), log.end());
    }

    /** From now on this producer may write here, as part of its transaction. */
    synchronized void begin(ProducerIdentity producer) {
        transactions.expect(producer);
    }

    /** The same after a restart. */
    synchronized void resume(ProducerIdentity producer) throws IOException {
        transactions.resume(producer, log);
    }

    /** A producer's transaction has ended: its marker is appended, and those who wait are woken. */
    void end(ProducerIdentity producer, boolean commit) throws IOException {
        // BEGIN SOLUTION
        synchronized (this) {
            long first = transactions.firstOffset(producer.id());
            Batch marker = log.endTransaction(producer.id(), producer.epoch(), first, commit);
            producers.note(marker, null);
            transactions.note(marker);
        }
        wake();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Whether that is still who writes here. @throws SequenceException if it was replaced */
    synchronized void requireNotOlder(ProducerIdentity producer) throws SequenceException {
        if (producer.epoch() < producers.epochOf(producer.id())) {
            throw new SequenceException(
                    Errors.INVALID_PRODUCER_EPOCH, producer + " has been replaced");
        }
    }

    /** Those who have written here not too long ago. */
    synchronized List<ProducerState> describeProducers() {
        return producers.describe(transactions::firstOffset);
    }

    /** Drops what newer records of their keys have replaced, as far as that is decided. */
    void compact(Instant now) throws IOException {
        log.compact(now, lastStable());
    }

    Log log() {
        return log;
    }

    /**
     * Appends a batch, unless its producer has sent it before: then it gets the answer of the first
     * time.
     *
     * @throws CorruptBatchException if it is not one intact batch
     * @throws InvalidRecordException if nobody could read its records, or they lack their keys
     * @throws InvalidTimestampException if its time is too far ahead of the clock
     * @throws SequenceException if batches of an idempotent producer are missing before this one,
     *     or it is not part of the transaction that is open
     */
    Appended append(ByteBuffer bytes) throws IOException, SequenceException {
        // BEGIN SOLUTION
        Batch batch = one(Batch.parse(bytes)); // outside of the lock: checksums take time
        requireRecords(batch);
        requireTimely(batch);
        Appended appended;
        synchronized (this) {
            Appended before = producers.find(batch);
            if (before != null) {
                return before;
            }
            transactions.requireExpected(batch);
            appended = log.append(bytes, List.of(batch));
            producers.note(batch, appended);
            transactions.note(batch);
        }
        wake();
        return appended;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** Bytes that were damaged on the way may come whole next time; these will not. */
    private void requireRecords(Batch batch) {
        if (batch.isControl() || batch.isTransactional() && batch.producerId() < 0) {
            throw new InvalidRecordException("only the broker writes how transactions end");
        }
        try {
            if (log.options().compact()) {
                RecordCheck.requireReadableAndKeyed(batch);
            } else {
                RecordCheck.requireReadable(batch);
            }
        } catch (CorruptBatchException e) {
            throw new InvalidRecordException(e.getMessage(), e);
        }
    }

    private void requireTimely(Batch batch) {
        long ahead = batch.maxTimestamp() - System.currentTimeMillis();
        if (ahead > log.options().maxAhead().toMillis()) {
            throw new InvalidTimestampException(
                    "a record is %d s ahead of the broker's clock, and %d s are allowed"
                            .formatted(ahead / 1_000, log.options().maxAhead().toSeconds()));
        }
    }

    /** The protocol allows one batch for each partition and request, since there are numbers. */
    private static Batch one(List<Batch> batches) throws CorruptBatchException {
        if (batches.size() != 1) {
            throw new CorruptBatchException(batches.size() + " batches instead of one");
        }
        return batches.get(0);
    }

    // END SOLUTION

    /** From now on {@code onAppend} is run after each append, on the thread that appends. */
    void watch(Runnable onAppend) {
        waiting.add(onAppend);
    }

    void unwatch(Runnable onAppend) {
        waiting.remove(onAppend);
    }

    private void wake() {
        waiting.forEach(Runnable::run);
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }
}
