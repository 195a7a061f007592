package labs.mq.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * How a member of a group goes about it.
 *
 * @param bootstrapServers {@code host:port,host:port}
 * @param group the group's id
 * @param instance the name under which it comes back after a restart, if it has one: then it gets
 *     its partitions back at once, instead of after the session of the one that died
 * @param maxRecords how many records one poll returns at most
 * @param maxPause how long it may stay away from poll before the group goes on without it
 */
public record ConsumerSettings(
        String bootstrapServers,
        String group,
        Optional<String> instance,
        int maxRecords,
        Duration maxPause) {

    /** A nameless member, 500 records a poll, five minutes of pause: Kafka's own defaults. */
    public static ConsumerSettings of(String bootstrapServers, String group) {
        return new ConsumerSettings(
                bootstrapServers, group, Optional.empty(), 500, Duration.ofMinutes(5));
    }

    /** The same under a name. */
    public ConsumerSettings instance(String name) {
        return new ConsumerSettings(
                bootstrapServers, group, Optional.of(name), maxRecords, maxPause);
    }

    /** The same with at most that many records a poll. */
    public ConsumerSettings maxRecords(int most) {
        return new ConsumerSettings(bootstrapServers, group, instance, most, maxPause);
    }

    /** The same with that much time between polls. */
    public ConsumerSettings maxPause(Duration pause) {
        return new ConsumerSettings(bootstrapServers, group, instance, maxRecords, pause);
    }

    /**
     * For {@link org.apache.kafka.clients.consumer.KafkaConsumer}: offsets are committed by us
     * alone, a new group begins at the first record, at a rebalance a member keeps the partitions
     * that it is to have afterwards too, and it hears of one within half a second.
     */
    Map<String, Object> toMap() {
        var map = new HashMap<String, Object>();
        map.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        map.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        map.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        map.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        // BEGIN SOLUTION
        instance.ifPresent(name -> map.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
        map.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        map.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        map.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        map.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 500);
        map.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        map.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Math.toIntExact(maxPause.toMillis()));
        return map;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }
}
