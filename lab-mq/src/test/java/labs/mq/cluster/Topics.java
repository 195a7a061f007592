package labs.mq.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of one test each, filled and read with plain clients. Thread-safe. */
public final class Topics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final Admin admin;

    /** Topics of the broker that is reached there. */
    public static Topics at(String bootstrapServers) {
        return new Topics(bootstrapServers);
    }

    Topics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    public Admin admin() {
        return admin;
    }

    /** A new topic with a name that nobody has used. */
    public String create(int partitions) {
        return create(partitions, Map.of());
    }

    /** The same with settings. */
    public String create(int partitions, Map<String, String> settings) {
        return create("topic-" + UUID.randomUUID(), partitions, settings);
    }

    /** A new topic of that name. */
    public String create(String name, int partitions, Map<String, String> settings) {
        var topic = new NewTopic(name, partitions, (short) 1).configs(settings);
        await().atMost(PATIENCE).until(() -> isDone(admin.createTopics(List.of(topic)).all()));
        awaitLeaders(name, partitions);
        return name;
    }

    // A broker that was stopped a moment ago may not be there yet, for its controller.
    private static boolean isDone(KafkaFuture<?> future) throws InterruptedException {
        try {
            future.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException
                    || e.getCause() instanceof InvalidReplicationFactorException) {
                return false;
            }
            if (e.getCause() instanceof TopicExistsException) {
                return true; // the answer to an earlier try was lost
            }
            throw new IllegalStateException("the broker refused", e.getCause());
        }
    }

    // A broker answers for a new topic before it leads it. A producer's first batch then meets
    // "not the leader", its second perhaps not; and an idempotent producer whose second batch was
    // taken first repeats the first in vain, until its patience is over.
    private void awaitLeaders(String name, int partitions) {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        for (int i = 0; i < partitions; i++) {
            ends.put(new TopicPartition(name, i), OffsetSpec.latest());
        }
        await().atMost(PATIENCE).until(() -> isDone(admin.listOffsets(ends).all()));
    }

    /** Records {@code from … to - 1}: each number is the value, and mod 10 the key. */
    public void fill(String topic, int from, int to) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, "k" + i % 10, Integer.toString(i)));
            }
        }
    }

    /** The values that {@link #fill} wrote. */
    public static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    /** All that a reader of committed records sees from the beginning to the end of now. */
    public List<ConsumerRecord<String, String>> committed(String topic) {
        return read(topic, "read_committed");
    }

    /** All that a reader sees who does not ask whether it was committed. */
    public List<ConsumerRecord<String, String>> written(String topic) {
        return read(topic, "read_uncommitted");
    }

    private List<ConsumerRecord<String, String>> read(String topic, String isolation) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", isolation);
        settings.put("enable.auto.commit", "false");
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readToTheEnd(consumer, consumer.endOffsets(partitions));
        }
    }

    private static List<ConsumerRecord<String, String>> readToTheEnd(
            KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("cannot read up to " + ends + "; a transaction is open?");
            }
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    /** The next offset that the group would read, summed over its partitions. */
    public long committedOffset(String group) {
        return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .values()
                .stream()
                .mapToLong(offset -> offset.offset())
                .sum();
    }

    /** Who is in that group. */
    public List<MemberDescription> members(String group) {
        return List.copyOf(
                get(admin.describeConsumerGroups(List.of(group)).all()).get(group).members());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
