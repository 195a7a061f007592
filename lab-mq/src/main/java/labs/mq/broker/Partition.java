package labs.mq.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
import labs.mq.log.CorruptBatchException;
import labs.mq.log.Log;
import labs.mq.log.RecordCheck;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;

/** A log, the producers that write to it, and those who wait for more of it. Thread-safe. */
final class Partition {
    private final Log log;
    private final Producers producers = new Producers();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    Partition(Log log) throws IOException {
        this.log = log;
        producers.restore(log);
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
     * @throws SequenceException if batches of an idempotent producer are missing before this one
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
            appended = log.append(bytes, List.of(batch));
            producers.note(batch, appended);
        }
        waiting.forEach(Runnable::run);
        return appended;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /** Bytes that were damaged on the way may come whole next time; these will not. */
    private void requireRecords(Batch batch) {
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

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }
}
