package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
import labs.mq.log.Log;
import org.apache.kafka.common.protocol.Errors;

/**
 * What each idempotent producer has sent to one partition. It numbers its records; a batch that
 * comes again after a lost answer has a number that was there before, and is not appended again.
 * Guarded by its partition.
 *
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-98">KIP-98</a>
 */
final class Producers {
    /** A client has at most five requests under way to a partition. */
    private static final int REMEMBERED = 5;

    private static final int MOST = 10_000; // producers
    private static final int SEGMENTS = 2; // to be looked at after a restart

    private record Sent(int firstSequence, int lastSequence, Appended where) {}

    private static final class Producer {
        short epoch;
        final Deque<Sent> sent = new ArrayDeque<>();
    }

    /** Those that were heard of last; a producer that is forgotten may go on with any number. */
    private final Map<Long, Producer> producers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Producer> eldest) {
                    return size() > MOST;
                }
            };

    /** Where this batch went when it came for the first time; null if this is it. */
    Appended find(Batch batch) throws SequenceException {
        // BEGIN SOLUTION
        Producer producer = producers.get(batch.producerId());
        if (batch.producerId() < 0 || producer == null) {
            return null;
        } else if (batch.producerEpoch() < producer.epoch) {
            throw new SequenceException(
                    Errors.INVALID_PRODUCER_EPOCH,
                    "epoch " + batch.producerEpoch() + " has been replaced by " + producer.epoch);
        } else if (batch.producerEpoch() > producer.epoch) {
            requireNext(Integer.MAX_VALUE, batch.baseSequence()); // it begins anew, with 0
            return null;
        }
        for (Sent sent : producer.sent) {
            if (sent.firstSequence() == batch.baseSequence()
                    && sent.lastSequence() == batch.lastSequence()) {
                return sent.where();
            }
        }
        requireNext(producer.sent.getLast().lastSequence(), batch.baseSequence());
        return null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private static void requireNext(int last, int next) throws SequenceException {
        int expected = last == Integer.MAX_VALUE ? 0 : last + 1;
        if (next != expected) {
            throw new SequenceException(
                    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "number " + next + " came where " + expected + " was due");
        }
    }

    // END SOLUTION

    /**
     * Reads back from the log who has written to it, so that a producer may go on after a restart.
     * Headers suffice, and of the last segments: who has been quiet for longer begins anew.
     */
    void restore(Log log) throws IOException {
        // BEGIN SOLUTION
        log.forEachHeader(
                SEGMENTS,
                batch -> note(batch, new Appended(batch.baseOffset(), batch.nextOffset())));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** This batch has been appended. */
    void note(Batch batch, Appended where) {
        // BEGIN SOLUTION
        if (batch.producerId() < 0) {
            return;
        }
        Producer producer = producers.computeIfAbsent(batch.producerId(), id -> new Producer());
        if (producer.epoch != batch.producerEpoch()) {
            producer.epoch = batch.producerEpoch();
            producer.sent.clear();
        }
        producer.sent.add(new Sent(batch.baseSequence(), batch.lastSequence(), where));
        if (producer.sent.size() > REMEMBERED) {
            producer.sent.removeFirst();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }
}
