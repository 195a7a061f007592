package labs.mq.kafka;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Process, then commit: who dies in between does it again. */
public final class AtLeastOnce implements Delivery {
    private final Processor processor;
    private final PendingOffsets done;

    public AtLeastOnce(Consumer<String, String> consumer, Processor processor) {
        this.processor = processor;
        this.done = new PendingOffsets(consumer);
    }

    /** When the processor throws, what was done before that record is committed all the same. */
    @Override
    public void deliver(ConsumerRecords<String, String> records) {
        // BEGIN SOLUTION
        try {
            for (ConsumerRecord<String, String> record : records) {
                processor.process(record);
                done.add(record);
            }
        } finally {
            done.commit();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        done.forget(partitions);
    }

    @Override
    public void finish() {
        done.commit();
    }
}
