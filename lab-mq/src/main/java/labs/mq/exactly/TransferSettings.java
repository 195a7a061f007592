package labs.mq.exactly;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Who transfers what.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param application its name, which is also its group's
 * @param worker its number among the workers of the application; it has it in all its lives
 * @param input the topic to read
 * @param output the topic to write
 */
public record TransferSettings(
        String bootstrapServers, String application, int worker, String input, String output) {
    /** How many records one step takes at most. */
    static final int STEP = 20;

    /**
     * The transactional id: what all lives of this worker have in common, and nobody else has.
     *
     * @throws IllegalArgumentException if the application has no name or the worker no number
     */
    public String transactionalId() {
        // BEGIN SOLUTION
        if (application.isBlank() || worker < 0) {
            throw new IllegalArgumentException(
                    "not the id of anybody: application '" + application + "', worker " + worker);
        }
        return application + "-" + worker;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-5: see README, part 5");
    }

    /** For a producer whose records appear with its transaction or not at all. */
    Map<String, Object> producer() {
        // BEGIN SOLUTION
        var map = plainProducer();
        map.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
        map.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        map.put(ProducerConfig.ACKS_CONFIG, "all");
        return map;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-5: see README, part 5");
    }

    /**
     * For a consumer that sees committed records only, commits nothing itself, begins at the first
     * record, and is a member of its group under the name of its transactional id, so that its next
     * life gets its partitions at once.
     */
    Map<String, Object> consumer() {
        // BEGIN SOLUTION
        var map = plainConsumer();
        map.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, transactionalId());
        map.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        map.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        map.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return map;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-5: see README, part 5");
    }

    /** What any producer of strings needs. */
    Map<String, Object> plainProducer() {
        var map = new HashMap<String, Object>();
        map.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        map.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        return map;
    }

    /** What any consumer of strings in this group needs. */
    Map<String, Object> plainConsumer() {
        var map = new HashMap<String, Object>();
        map.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        map.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        map.put(ConsumerConfig.GROUP_ID_CONFIG, application);
        map.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500); // to hear of a rebalance soon
        map.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, STEP);
        return map;
    }
}
