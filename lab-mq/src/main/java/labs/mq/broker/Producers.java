package labs.mq.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
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

    private record Sent(int firstSequence, int lastSequence, Appended where) {}

    private static final class Producer {
        short epoch;
        final Deque<Sent> sent = new ArrayDeque<>();
    }

    private final Map<Long, Producer> producers = new HashMap<>();

    /** Where these batches went when they came for the first time; null if this is it. */
    Appended find(List<Batch> batches) throws SequenceException {
        // BEGIN SOLUTION
        Batch batch = batches.get(0);
        Producer producer = producers.get(batch.producerId());
        if (batch.producerId() < 0 || producer == null) {
            return null;
        } else if (batch.producerEpoch() < producer.epoch) {
            throw new SequenceException(
                    Errors.INVALID_PRODUCER_EPOCH,
                    "epoch " + batch.producerEpoch() + " has been replaced by " + producer.epoch);
        } else if (batch.producerEpoch() > producer.epoch) {
            return null; // it begins anew
        }
        for (Sent sent : producer.sent) {
            if (sent.firstSequence() == batch.baseSequence()
                    && sent.lastSequence() == lastSequence(batch)) {
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

    /** Numbers begin at 0 again behind the greatest. */
    private static int lastSequence(Batch batch) {
        return (int) (((long) batch.baseSequence() + batch.count() - 1) & Integer.MAX_VALUE);
    }

    // END SOLUTION

    /** These batches have been appended. */
    void note(List<Batch> batches, Appended where) {
        // BEGIN SOLUTION
        Batch batch = batches.get(0);
        if (batch.producerId() < 0) {
            return;
        }
        Producer producer = producers.computeIfAbsent(batch.producerId(), id -> new Producer());
        if (producer.epoch != batch.producerEpoch()) {
            producer.epoch = batch.producerEpoch();
            producer.sent.clear();
        }
        producer.sent.add(new Sent(batch.baseSequence(), lastSequence(batch), where));
        if (producer.sent.size() > REMEMBERED) {
            producer.sent.removeFirst();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }
}
