package labs.mq.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How a producer goes about it.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param linger how long a batch that is not full waits for more
 * @param batchBytes when a batch is full
 * @param patience after how long a record's fate is told at the latest; at least a second
 */
public record ProducerSettings(
        String bootstrapServers, Duration linger, int batchBytes, Duration patience) {

    /** Batches that hardly wait, and two minutes of patience, as Kafka's own default. */
    public static ProducerSettings of(String bootstrapServers) {
        return new ProducerSettings(
                bootstrapServers, Duration.ofMillis(5), 16_384, Duration.ofMinutes(2));
    }

    /** The same with batches of that kind. */
    public ProducerSettings batching(Duration newLinger, int newBatchBytes) {
        return new ProducerSettings(bootstrapServers, newLinger, newBatchBytes, patience);
    }

    /** The same with that patience. */
    public ProducerSettings patience(Duration newPatience) {
        return new ProducerSettings(bootstrapServers, linger, batchBytes, newPatience);
    }

    /**
     * For {@link org.apache.kafka.clients.producer.KafkaProducer}: what it acknowledges survives
     * the death of a replica, retries neither double nor reorder, a record's fate is told within
     * {@link #patience}, and so is that of a record that cannot even be put into a batch.
     */
    Map<String, Object> toMap() {
        var map = new HashMap<String, Object>();
        map.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        map.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        // BEGIN SOLUTION
        map.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, AggregatePartitioner.class);
        map.put(ProducerConfig.ACKS_CONFIG, "all");
        map.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        map.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        map.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
        int millis = Math.toIntExact(patience.toMillis());
        // the client insists: delivery timeout >= linger + request timeout
        int request =
                Math.max(1, Math.min(30_000, millis / 2 - Math.toIntExact(linger.toMillis())));
        map.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, request);
        map.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        map.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        return map;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }
}
