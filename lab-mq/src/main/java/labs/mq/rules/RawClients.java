package labs.mq.rules;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's clients with keys and values as bytes: what is passed on stays as it is, readable or not.
 */
public final class RawClients {
    private RawClients() {}

    /**
     * A producer that keeps the order of a partition and writes nothing twice by its own retries.
     * What it has taken it never gives up: a record that it dropped after a while could be
     * overtaken by the next one. Close it.
     */
    public static Producer<byte[], byte[]> producer(String bootstrapServers) {
        var map = new HashMap<String, Object>();
        map.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ProducerConfig.ACKS_CONFIG, "all");
        map.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        map.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return new KafkaProducer<>(map, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A member of that group, which commits what it is told to, and begins at the first record. */
    public static Consumer<byte[], byte[]> consumer(
            String bootstrapServers, String group, Map<String, Object> more) {
        var map = new HashMap<String, Object>();
        map.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        map.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        map.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        map.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500); // to hear of a rebalance soon
        map.putAll(more);
        return new KafkaConsumer<>(map, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
