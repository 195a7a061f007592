package labs.mq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A new topic with one partition on three brokers, and what is in it. */
final class ReplicatedTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private final String name = "topic-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(name, 0);

    ReplicatedTopic(KafkaCluster cluster) {
        this.cluster = cluster;
        try (var admin = Admin.create(clients())) {
            await().atMost(PATIENCE).until(() -> isMade(admin));
            answer(() -> admin.listOffsets(Map.of(partition, OffsetSpec.latest())).all());
        }
    }

    // A broker that was started a moment ago may not count yet; a call may be repeated.
    private boolean isMade(Admin admin) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 3))).all().get();
            return true;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RetriableException
                    || cause instanceof InvalidReplicationFactorException) {
                return false;
            }
            assertThat(cause).isInstanceOf(TopicExistsException.class);
            return true;
        }
    }

    // A broker that has not heard of a new topic yet says that there is none.
    private static <T> T answer(Supplier<KafkaFuture<T>> question) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsMatching(e -> e.getCause() instanceof RetriableException)
                .until(() -> question.get().get(), Objects::nonNull);
    }

    String name() {
        return name;
    }

    private Map<String, Object> clients() {
        return Map.of("bootstrap.servers", cluster.bootstrapServers());
    }

    ProducerRecord<String, String> record(String key, String value) {
        return new ProducerRecord<>(name, key, value);
    }

    KafkaProducer<String, String> producer(String acks, Map<String, Object> more) {
        var settings = new HashMap<>(clients());
        settings.put("acks", acks);
        settings.put("enable.idempotence", Boolean.toString(acks.equals("all")));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** Who leads it, as one of the brokers says: one that is cut off says what it last heard. */
    KafkaNode leader() {
        int id = partition().leader().id();
        return cluster.nodes().stream()
                .filter(server -> server.id() == id)
                .findFirst()
                .orElseThrow();
    }

    /** How many brokers have all of it. */
    int inSync() {
        return partition().isr().size();
    }

    private TopicPartitionInfo partition() {
        try (var admin = Admin.create(clients())) {
            return answer(() -> admin.describeTopics(List.of(name)).allTopicNames())
                    .get(name)
                    .partitions()
                    .get(0);
        }
    }

    /** All that is in it now. */
    List<ConsumerRecord<String, String>> read() {
        try (var consumer =
                new KafkaConsumer<>(
                        clients(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition, PATIENCE) < end) {
                assertThat(System.nanoTime()).as("read up to %s in time", end).isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    /** Fails unless the values, which are numbers, of each key stand in the order of sending. */
    static void requireOrderOfKeys(List<ConsumerRecord<String, String>> records) {
        var latest = new HashMap<String, Integer>();
        for (ConsumerRecord<String, String> record : records) {
            int value = Integer.parseInt(record.value());
            assertThat(latest.merge(record.key(), value, Math::max))
                    .as("%s: %s comes after a later one", record.key(), value)
                    .isEqualTo(value);
        }
    }
}
