package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

/** What Kafka's own clients expect of a broker, ours or Kafka's. */
abstract class ClientConformance extends ConformanceFixture {
    @Test
    void shouldKeepTheOrderOfAPartition() throws Exception {
        create(1);
        produce(Map.of(), 0, 2_000);
        try (var consumer = readerOf(first)) {
            assertThat(read(consumer, 2_000))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(numbers(0, 2_000));
        }
    }

    @Test
    void shouldKeepKeysHeadersTimesAndTombstones() throws Exception {
        create(1);
        try (var producer = producer(Map.of())) {
            var record = new ProducerRecord<String, String>(topic, 0, 1_234_567L, "key", null);
            record.headers().add("name", "value".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
        try (var consumer = readerOf(first)) {
            ConsumerRecord<String, String> read = read(consumer, 1).get(0);
            assertThat(read.key()).isEqualTo("key");
            assertThat(read.value()).isNull();
            assertThat(read.timestamp()).isEqualTo(1_234_567L);
            assertThat(read.headers().lastHeader("name").value()).asString().isEqualTo("value");
        }
    }

    @Test
    void shouldTakeEveryCompression() throws Exception {
        create(1);
        List<String> ways = List.of("none", "gzip", "snappy", "lz4", "zstd");
        for (int i = 0; i < ways.size(); i++) {
            produce(Map.of("compression.type", ways.get(i)), 100 * i, 100 * (i + 1));
        }
        try (var consumer = readerOf(first)) {
            assertThat(read(consumer, 500))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(numbers(0, 500));
        }
    }

    @Test
    void shouldServeProducersThatAskForNoAnswer() throws Exception {
        create(1);
        produce(Map.of("acks", "0", "enable.idempotence", "false"), 0, 500);
        try (var consumer = readerOf(first)) {
            assertThat(read(consumer, 500)).hasSize(500);
        }
    }

    @Test
    void shouldTellTheOffsetOfEachRecord() throws Exception {
        create(1);
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < 5; i++) {
                RecordMetadata at = producer.send(new ProducerRecord<>(topic, "v" + i)).get();
                assertThat(at.offset()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldFindOffsetsByTime() throws Exception {
        create(1);
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(topic, 0, 1_000L * (i + 1), "k", "v" + i)).get();
            }
        }
        try (var consumer = consumer(Map.of())) {
            assertThat(consumer.beginningOffsets(List.of(first))).containsEntry(first, 0L);
            assertThat(consumer.endOffsets(List.of(first))).containsEntry(first, 10L);
            assertThat(consumer.offsetsForTimes(Map.of(first, 4_500L)).get(first).offset())
                    .isEqualTo(4);
            assertThat(consumer.offsetsForTimes(Map.of(first, 99_000L)).get(first)).isNull();
        }
    }

    @Test
    void shouldWaitForRecordsThatAreYetToCome() throws Exception {
        create(1);
        try (var consumer = readerOf(first)) {
            consumer.poll(Duration.ofMillis(100));
            produce(Map.of(), 0, 1);
            assertThat(read(consumer, 1)).hasSize(1);
        }
    }

    @Test
    void shouldRefuseAnOffsetThatIsNotThere() throws Exception {
        create(1);
        produce(Map.of(), 0, 5);
        try (var consumer = consumer(Map.of("auto.offset.reset", "none"))) {
            consumer.assign(List.of(first));
            consumer.seek(first, 1_000);
            assertThatThrownBy(() -> consumer.poll(LONG))
                    .isInstanceOf(OffsetOutOfRangeException.class);
        }
    }

    @Test
    void shouldRefuseARecordThatIsTooLarge() throws Exception {
        create(1);
        try (var producer = producer(Map.of("max.request.size", 5_000_000))) {
            String large = "x".repeat(2_000_000);
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, large)).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            assertThat(producer.send(new ProducerRecord<>(topic, "small")).get().offset()).isZero();
        }
    }

    @Test
    void shouldRefuseATopicThatExistsAndANameThatIsNone() throws Exception {
        create(1);
        assertThatThrownBy(() -> create(1)).hasCauseInstanceOf(TopicExistsException.class);
        assertThatThrownBy(() -> create("a/b", 1)).hasCauseInstanceOf(InvalidTopicException.class);
    }

    @Test
    void shouldSpreadKeysOverPartitionsAlwaysTheSameWay() throws Exception {
        create(4);
        try (var producer = producer(Map.of("linger.ms", "0"))) {
            var places = new HashMap<String, Integer>();
            for (int i = 0; i < 200; i++) {
                String key = "k" + i % 20;
                int partition =
                        producer.send(new ProducerRecord<>(topic, key, "v")).get().partition();
                assertThat(places.merge(key, partition, (a, b) -> a)).isEqualTo(partition);
            }
            assertThat(places.values()).contains(0, 1, 2, 3);
        }
    }

    @Test
    void shouldGoOnWhereTheGroupCommitted() throws Exception {
        create(1);
        produce(Map.of(), 0, 100);
        Map<String, Object> group = Map.of("group.id", "group-" + topic);
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 100);
            consumer.commitSync(Map.of(first, new OffsetAndMetadata(60, "noted")));
            assertThat(consumer.committed(Set.of(first)).get(first).metadata()).isEqualTo("noted");
        }
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            assertThat(read(consumer, 40).get(0).value()).isEqualTo("v60");
        }
    }

    @Test
    void shouldSharePartitionsWithinAGroupAndTakeThemBack() throws Exception {
        create(4);
        Map<String, Object> group = Map.of("group.id", "group-" + topic);
        try (var one = consumer(group)) {
            one.subscribe(List.of(topic));
            pollUntil(() -> one.assignment().size() == 4, one);
            try (var two = consumer(group)) {
                two.subscribe(List.of(topic));
                pollUntil(
                        () -> one.assignment().size() == 2 && two.assignment().size() == 2,
                        one,
                        two);
                assertThat(one.assignment()).doesNotContainAnyElementsOf(two.assignment());
            }
            pollUntil(() -> one.assignment().size() == 4, one);
        }
    }

    @Test
    void shouldForgetWhatGroupsCommittedOfATopicThatIsDeleted() throws Exception {
        create(1);
        produce(Map.of(), 0, 7);
        Map<String, Object> group = Map.of("group.id", "group-" + topic);
        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            read(consumer, 7);
            consumer.commitSync();
        }
        admin.deleteTopics(List.of(topic)).all().get();
        createAgain();
        produce(Map.of(), 100, 110);

        try (var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            assertThat(read(consumer, 10))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(numbers(100, 110));
        }
    }

    /** A broker may take a moment to be done with the old one. */
    private void createAgain() {
        await().atMost(LONG)
                .ignoreException(ExecutionException.class)
                .until(
                        () -> {
                            create(1);
                            return true;
                        });
    }

    @Test
    void shouldRefuseARecordOfTheFuture() throws Exception {
        create(1);
        long soon = System.currentTimeMillis() + 30 * 60_000;
        long later = System.currentTimeMillis() + 2 * 3_600_000;
        try (var producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, 0, soon, "k", "v")).get();
            assertThatThrownBy(
                            () ->
                                    producer.send(new ProducerRecord<>(topic, 0, later, "k", "v"))
                                            .get())
                    .hasCauseInstanceOf(InvalidTimestampException.class);
        }
    }

    @Test
    void shouldRefuseARecordWithoutAKeyInACompactedTopic() throws Exception {
        create(Map.of("cleanup.policy", "compact"));
        try (var producer = producer(Map.of("delivery.timeout.ms", "600000"))) {
            assertThatThrownBy(
                            () ->
                                    producer.send(new ProducerRecord<>(topic, "v"))
                                            .get(LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("at once, and not when the producer gives up")
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InvalidRecordException.class);
        }
    }

    @Test
    void shouldMakeThePartitionsThatAreAssigned() throws Exception {
        int node = admin.describeCluster().nodes().get().iterator().next().id();
        var assigned = Map.of(0, List.of(node), 1, List.of(node), 2, List.of(node));
        admin.createTopics(List.of(new NewTopic(topic, assigned))).all().get();
        assertThat(
                        admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic)
                                .partitions())
                .hasSize(3);

        var elsewhere = Map.of(0, List.of(node + 17));
        var gaps = Map.of(0, List.of(node), 2, List.of(node));
        for (var wrong : List.of(elsewhere, gaps)) {
            assertThatThrownBy(
                            () ->
                                    admin.createTopics(List.of(new NewTopic(topic + "-2", wrong)))
                                            .all()
                                            .get())
                    .as("assigned: %s", wrong)
                    .hasCauseInstanceOf(InvalidReplicaAssignmentException.class);
        }
    }

    @Test
    void shouldRefuseReplicasThatThereCannotBe() {
        for (int replicas : List.of(0, -2, 2)) {
            assertThatThrownBy(
                            () ->
                                    admin.createTopics(
                                                    List.of(
                                                            new NewTopic(
                                                                    topic, 1, (short) replicas)))
                                            .all()
                                            .get())
                    .hasCauseInstanceOf(InvalidReplicationFactorException.class);
        }
    }

    @Test
    void shouldRefuseASettingEvenIfItIsOnlyAskedWhetherItCouldBe() {
        var wrong = new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "abc"));
        assertThatThrownBy(
                        () ->
                                admin.createTopics(
                                                List.of(wrong),
                                                new CreateTopicsOptions().validateOnly(true))
                                        .all()
                                        .get())
                .hasCauseInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void shouldSayWhichSettingsATopicHasOfItsOwn() throws Exception {
        create(Map.of("retention.ms", "12345"));
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        ConfigEntry own = config.get("retention.ms");
        assertThat(own.value()).isEqualTo("12345");
        assertThat(own.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(own.isDefault()).isFalse();
        assertThat(own.isReadOnly()).isFalse();
        ConfigEntry other = config.get("retention.bytes");
        assertThat(other.source()).isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG);
        assertThat(config.get("segment.ms").value()).isEqualTo("604800000");
        assertThat(config.get("message.timestamp.after.max.ms").value()).isEqualTo("3600000");
    }

    @Test
    void shouldLetAnybodyWriteToATopicWithUnderlines() throws Exception {
        String name = "__" + topic;
        create(name, 1);
        try (var producer = producer(Map.of())) {
            assertThat(producer.send(new ProducerRecord<>(name, "v")).get().offset()).isZero();
        }
    }
}
