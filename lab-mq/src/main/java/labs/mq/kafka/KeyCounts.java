package labs.mq.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the records of each key, in memory, for the partitions that this member owns. State moves
 * with its partition: it is loaded when the partition comes, saved when it is given away, and
 * thrown away when it was lost, since then another owner has gone on with it already. The offset
 * stands in the snapshot, so that the group's committed offsets are not needed.
 */
public final class KeyCounts implements Delivery {
    private static final class State {
        private final Map<String, Long> counts = new HashMap<>();
        private long nextOffset;

        State(Snapshot from) {
            counts.putAll(from.counts());
            nextOffset = from.nextOffset();
        }

        Snapshot toSnapshot() {
            return new Snapshot(nextOffset, counts);
        }
    }

    private final Consumer<String, String> consumer;
    private final SnapshotStore store;
    private final Processor processor;
    private final Map<TopicPartition, State> states = new HashMap<>();

    /**
     * @param processor called for each record before it is counted
     */
    public KeyCounts(Consumer<String, String> consumer, SnapshotStore store, Processor processor) {
        this.consumer = consumer;
        this.store = store;
        this.processor = processor;
    }

    @Override
    public void deliver(ConsumerRecords<String, String> records) {
        // BEGIN SOLUTION
        for (ConsumerRecord<String, String> record : records) {
            processor.process(record);
            State state = states.get(new TopicPartition(record.topic(), record.partition()));
            state.counts.merge(record.key(), 1L, Long::sum);
            state.nextOffset = record.offset() + 1;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** These are new; what this member had and keeps is not among them. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // BEGIN SOLUTION
        for (TopicPartition partition : partitions) {
            State state = new State(store.load(partition.partition()));
            states.put(partition, state);
            consumer.seek(partition, state.nextOffset);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** Nobody else has them before this returns. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // BEGIN SOLUTION
        for (TopicPartition partition : partitions) {
            store.save(partition.partition(), states.remove(partition).toSnapshot());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** Somebody else may have had them for a while. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        // BEGIN SOLUTION
        partitions.forEach(states::remove);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }
}
