package labs.mq.broker;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import labs.mq.log.Batch;
import labs.mq.log.Log;
import labs.mq.transaction.ProducerIdentity;
import org.apache.kafka.common.protocol.Errors;

/**
 * The transactions that have not ended in one partition: who may write as part of one, and from
 * which offset on nobody knows yet what counts. Guarded by its partition.
 */
final class OpenTransactions {
    private final Map<Long, Short> expected = new HashMap<>(); // epoch by producer's id
    private final Map<Long, Long> firstOffsets = new HashMap<>(); // by producer's id

    /** From now on this producer may write, as part of its transaction. */
    void expect(ProducerIdentity producer) {
        expected.put(producer.id(), producer.epoch());
    }

    /** The same after a restart: where its transaction begins is to be found in the log. */
    void resume(ProducerIdentity producer, Log log) throws IOException {
        expect(producer);
        firstOffsets.remove(producer.id());
        log.forEachHeader(
                Integer.MAX_VALUE,
                batch -> {
                    if (batch.producerId() == producer.id()) {
                        note(batch);
                    }
                });
        expect(producer); // a marker of its last one has ended what was expected
    }

    /**
     * A transaction's records are taken while the coordinator knows that they are there, and others
     * of the same producer only when it has none.
     */
    void requireExpected(Batch batch) throws SequenceException {
        // BEGIN SOLUTION
        Short epoch = expected.get(batch.producerId());
        boolean isOpen = epoch != null && epoch == batch.producerEpoch();
        if (batch.isTransactional() != isOpen) {
            throw new SequenceException(
                    Errors.INVALID_TXN_STATE,
                    isOpen
                            ? "records without a transaction while one is open"
                            : "no transaction of this producer is open in this partition");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** This batch has been appended: the first of a transaction, one more, or its end. */
    void note(Batch batch) {
        // BEGIN SOLUTION
        if (batch.isControl()) {
            firstOffsets.remove(batch.producerId());
            expected.remove(batch.producerId());
        } else if (batch.isTransactional()) {
            firstOffsets.putIfAbsent(batch.producerId(), batch.baseOffset());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Where a producer's transaction begins; -1 if it has no records here. */
    long firstOffset(long producerId) {
        return firstOffsets.getOrDefault(producerId, -1L);
    }

    /** Where the oldest of them begins; {@code Long.MAX_VALUE} if there is none. */
    long firstOffset() {
        return firstOffsets.values().stream()
                .mapToLong(first -> first)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
