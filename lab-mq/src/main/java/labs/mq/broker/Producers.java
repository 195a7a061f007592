package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
import labs.mq.log.Log;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
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

    private record Sent(int firstSequence, int lastSequence, long time, Appended where) {}

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
        } else if (batch.producerEpoch() > producer.epoch || producer.sent.isEmpty()) {
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

    /**
     * This batch has been appended.
     *
     * @param where null for a control batch, which never comes again
     */
    void note(Batch batch, Appended where) {
        // BEGIN SOLUTION
        if (batch.producerId() < 0) {
            return;
        }
        Producer producer = producers.get(batch.producerId());
        if (producer == null && batch.isControl()) {
            return; // of one that has sent nothing here: it may begin with any number
        } else if (producer == null) {
            producer = new Producer();
            producers.put(batch.producerId(), producer);
        }
        if (producer.epoch != batch.producerEpoch()) {
            producer.epoch = batch.producerEpoch();
            producer.sent.clear();
        }
        if (batch.isControl()) {
            return; // the end of its transaction, or of its life if the epoch is another
        }
        producer.sent.add(
                new Sent(batch.baseSequence(), batch.lastSequence(), batch.maxTimestamp(), where));
        if (producer.sent.size() > REMEMBERED) {
            producer.sent.removeFirst();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Of which life the last batch of a producer was; -1 if it is not known. */
    short epochOf(long producerId) {
        Producer producer = producers.get(producerId);
        return producer == null ? -1 : producer.epoch;
    }

    /** All that are remembered, as an administrator is told of them. */
    List<ProducerState> describe(ToLongFunction<Long> transactionStart) {
        var states = new ArrayList<ProducerState>();
        producers.forEach(
                (id, producer) -> {
                    Sent last = producer.sent.peekLast();
                    states.add(
                            new ProducerState()
                                    .setProducerId(id)
                                    .setProducerEpoch(producer.epoch)
                                    .setLastSequence(last == null ? -1 : last.lastSequence())
                                    .setLastTimestamp(last == null ? -1 : last.time())
                                    .setCurrentTxnStartOffset(transactionStart.applyAsLong(id)));
                });
        return states;
    }
}
