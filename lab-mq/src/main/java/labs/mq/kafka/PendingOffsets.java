package labs.mq.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;

/** Offsets that are to be committed. Only for the thread of its consumer. */
final class PendingOffsets {
    private final Consumer<String, String> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

    PendingOffsets(Consumer<String, String> consumer) {
        this.consumer = consumer;
    }

    /** Notes that all of its partition up to this record, and with it, is to be committed. */
    void add(ConsumerRecord<String, String> record) {
        // BEGIN SOLUTION
        var partition = new TopicPartition(record.topic(), record.partition());
        // what is committed is the next offset to read
        offsets.put(partition, new OffsetAndMetadata(record.offset() + 1));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** Notes nothing of these any more. */
    void forget(Collection<TopicPartition> partitions) {
        offsets.keySet().removeAll(partitions);
    }

    /**
     * Commits what is noted, of the partitions that are still ours, and waits for the answer. A
     * wake-up does not keep it from that; the next poll then throws it.
     *
     * @return false when a rebalance is under way, and it has to be tried again after the next
     *     poll; or when the group has gone on without this member, and nothing is left to commit
     */
    boolean commit() {
        // BEGIN SOLUTION
        // Another member may have committed more for what we no longer have.
        offsets.keySet().retainAll(consumer.assignment());
        if (offsets.isEmpty()) {
            return true;
        }
        try {
            commitInSpiteOfWakeup();
            offsets.clear();
            return true;
        } catch (RebalanceInProgressException e) {
            return false;
        } catch (CommitFailedException e) {
            offsets.clear();
            return false;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private void commitInSpiteOfWakeup() {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            consumer.commitSync(offsets); // committed or not: twice does no harm
            consumer.wakeup();
        }
    }
    // END SOLUTION
}
