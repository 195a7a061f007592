package labs.mq.rules.lag;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Looks from outside how far a group has read: it joins no group and commits nothing. For one
 * thread. Close it.
 */
public final class LagReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer; // of no group: it only looks
    private final Clock clock;

    public LagReader(String bootstrapServers, Clock clock) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        // One byte: the broker sends one batch all the same, and we want one record.
        Map<String, Object> little = Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        this.consumer = RawClients.consumer(bootstrapServers, "lag-reader", little);
        this.clock = clock;
    }

    /**
     * Where a group stands. A partition of which it has committed nothing is one of which it has
     * read nothing; a group that nobody has heard of has no members.
     *
     * @throws IllegalStateException when the broker does not tell
     */
    public GroupLag read(String group, String topic) {
        // BEGIN SOLUTION
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> next = offsets(partitions, OffsetSpec.earliest());
        committed(group)
                .forEach(
                        (partition, offset) ->
                                // below the earliest: what it has not read is gone
                                next.computeIfPresent(
                                        partition, (p, first) -> Math.max(first, offset.offset())));
        next.entrySet().removeIf(entry -> entry.getValue() >= ends.get(entry.getKey()));
        long records =
                next.entrySet().stream()
                        .mapToLong(entry -> ends.get(entry.getKey()) - entry.getValue())
                        .sum();
        return new GroupLag(members(group), records, oldest(next, ends));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private Duration oldest(Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
        long now = clock.millis();
        long oldest =
                firstOfEach(next, ends).values().stream()
                        .mapToLong(ConsumerRecord::timestamp)
                        .min()
                        .orElse(now);
        return Duration.ofMillis(Math.max(0, now - oldest)); // a producer's clock may be ahead
    }

    // END SOLUTION

    private List<TopicPartition> partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> of, OffsetSpec which) {
        var question = new HashMap<TopicPartition, OffsetSpec>();
        of.forEach(partition -> question.put(partition, which));
        var offsets = new HashMap<TopicPartition, Long>();
        get(admin.listOffsets(question).all())
                .forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    /** The first record at or behind these offsets, of each partition that has one. */
    private Map<TopicPartition, ConsumerRecord<byte[], byte[]>> firstOfEach(
            Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
        var found = new HashMap<TopicPartition, ConsumerRecord<byte[], byte[]>>();
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!unread(found.keySet(), ends).isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("cannot read " + unread(found.keySet(), ends));
            }
            consumer.poll(POLL)
                    .forEach(
                            record ->
                                    found.putIfAbsent(
                                            new TopicPartition(record.topic(), record.partition()),
                                            record));
            consumer.pause(found.keySet()); // one of each is enough
        }
        return found;
    }

    // At the end without a record: there was nothing but marks of transactions.
    private Set<TopicPartition> unread(Set<TopicPartition> found, Map<TopicPartition, Long> ends) {
        return consumer.assignment().stream()
                .filter(partition -> !found.contains(partition))
                .filter(partition -> consumer.position(partition) < ends.get(partition))
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets == null ? Map.of() : offsets;
    }

    private int members(String group) {
        var description = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
        var described = get(description);
        return described == null ? 0 : described.members().size();
    }

    /** Null when there is no such group. */
    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return null;
            }
            throw new IllegalStateException("the broker does not tell", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for the lag", e);
        }
    }

    @Override
    public void close() {
        try (admin) {
            consumer.close();
        }
    }
}
