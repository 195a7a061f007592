package labs.mq.kafka;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@link ConsumerLoop} does with the records of one poll, and with partitions that come and
 * go. All is called on the loop's thread, the listener's methods from within poll and close.
 */
public interface Delivery extends ConsumerRebalanceListener {
    /** Takes what a poll returned; called after every poll, even if there was nothing. */
    void deliver(ConsumerRecords<String, String> records);

    @Override
    default void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    default void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    /** The loop is over; the consumer still is a member of its group. */
    default void finish() {}
}
