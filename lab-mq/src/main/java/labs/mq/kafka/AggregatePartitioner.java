package labs.mq.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Keeps what belongs together in one partition, and so in order. A key is {@code aggregate} or
 * {@code aggregate/detail}, such as {@code order-17/line-3}: the whole key tells compaction which
 * records replace each other, the aggregate alone tells which must stay in order. Thread-safe.
 *
 * <p>A key without detail goes where Kafka's own partitioner puts it, so that other programs'
 * topics with as many partitions fit to ours.
 */
public final class AggregatePartitioner implements Partitioner {
    /**
     * @throws IllegalArgumentException for a record without a key, which nothing keeps in order
     */
    @Override
    public int partition(
            String topic,
            Object key,
            byte[] keyBytes,
            Object value,
            byte[] valueBytes,
            Cluster cluster) {
        return partition((String) key, cluster.partitionsForTopic(topic).size());
    }

    static int partition(String key, int partitions) {
        // BEGIN SOLUTION
        if (key == null) {
            throw new IllegalArgumentException("a record without a key has no order");
        }
        int slash = key.indexOf('/');
        String aggregate = slash < 0 ? key : key.substring(0, slash);
        // toPositive, not abs: the least int has no positive counterpart
        return Utils.toPositive(Utils.murmur2(aggregate.getBytes(UTF_8))) % partitions;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}
}
