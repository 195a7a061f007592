package labs.mq.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import labs.cluster.Capability;
import labs.cluster.junit.Needs;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(60)
final class ProducerTest {
    private static final Duration SHORT = Duration.ofMillis(1_500);

    private final KafkaCluster cluster;
    private final Topics topics;

    ProducerTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    private ProducerSettings settings() {
        return ProducerSettings.of(cluster.bootstrapServers());
    }

    private static Fate fate(CompletableFuture<Fate> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldTellWhereAnAcknowledgedRecordLies() throws Exception {
        String topic = topics.create(1);
        try (var sender = new RecordSender(settings())) {
            sender.send(topic, "k", "first").get();
            assertThat(fate(sender.send(topic, "k", "second")))
                    .isEqualTo(new Fate.Acknowledged(0, 1));
        }
        assertThat(topics.written(topic))
                .extracting(ConsumerRecord::value)
                .containsExactly("first", "second");
    }

    @Test
    void shouldCallARefusedRecordFailedForGood() throws Exception {
        String topic = topics.create(1, Map.of("max.message.bytes", "1000"));
        try (var sender = new RecordSender(settings())) {
            assertThat(fate(sender.send(topic, "k", "x".repeat(5_000))))
                    .as("the broker refuses it each time it is sent")
                    .isInstanceOf(Fate.Failed.class);
            assertThat(fate(sender.send(topic, "k", "small")))
                    .isEqualTo(new Fate.Acknowledged(0, 0));
        }
    }

    @Test
    void shouldCallARecordFailedThatNeverLeftTheClient() throws Exception {
        var nobody = ProducerSettings.of("127.0.0.1:1").patience(SHORT);
        try (var sender = new RecordSender(nobody)) {
            assertThat(fate(sender.send("any", "k", "v")))
                    .as("without the topic's metadata there is no batch to put it in; max.block.ms")
                    .isInstanceOf(Fate.Failed.class);
        }
    }

    /** The answer of a broker that stands still does not come; the record does. */
    @Test
    @Needs(Capability.PAUSE)
    void shouldCallARecordUnknownWhoseAnswerNeverCame() throws Exception {
        String topic = topics.create(1);
        try (var sender = new RecordSender(settings().patience(SHORT))) {
            assertThat(fate(sender.send(topic, "k", "before")))
                    .isInstanceOf(Fate.Acknowledged.class);
            Fate fate;
            cluster.node(1).pause();
            try {
                fate = fate(sender.send(topic, "k", "while it stood still"));
            } finally {
                cluster.node(1).resume();
            }
            assertThat(fate)
                    .as("it was sent, and nobody knows whether it was written")
                    .isInstanceOf(Fate.Unknown.class);
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(topics.written(topic))
                                        .as("here it was written: Failed would have been a lie")
                                        .extracting(ConsumerRecord::value)
                                        .contains("while it stood still"));
    }

    @Test
    void shouldNumberItsBatchesSoThatRetriesDoNotDouble() throws Exception {
        String topic = topics.create(1);
        try (var sender = new RecordSender(settings())) {
            fate(sender.send(topic, "k", "v"));
            assertThat(producersOf(topic))
                    .as(
                            "the broker knows no producer id: see enable.idempotence, and acks, without which"
                                    + " it is silently off")
                    .hasSize(1);
        }
    }

    private List<ProducerState> producersOf(String topic)
            throws InterruptedException, ExecutionException {
        var partition = new TopicPartition(topic, 0);
        return topics.admin()
                .describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers();
    }

    @Test
    void shouldPutMoreIntoARequestTheLongerItLingers() throws Exception {
        String topic = topics.create(1);
        double eager = recordsPerRequest(topic, Duration.ZERO, 1);
        double patient = recordsPerRequest(topic, Duration.ofMillis(200), 100_000);

        assertThat(eager).as("a batch of one byte is full at once").isLessThan(1.5);
        assertThat(patient).as("200 ms and 100 kB: see linger and batch.size").isGreaterThan(100);
    }

    private double recordsPerRequest(String topic, Duration linger, int bytes) throws Exception {
        try (var sender = new RecordSender(settings().batching(linger, bytes))) {
            var fates = new ArrayList<CompletableFuture<Fate>>();
            for (int i = 0; i < 200; i++) {
                fates.add(sender.send(topic, "k" + i % 7, "x".repeat(100)));
            }
            for (CompletableFuture<Fate> future : fates) {
                assertThat(fate(future)).isInstanceOf(Fate.Acknowledged.class);
            }
            return sender.recordsPerRequest();
        }
    }

    @Test
    void shouldKeepTheOrderOfAnAggregateAcrossManyPartitions() throws Exception {
        String topic = topics.create(8);
        try (var sender = new RecordSender(settings())) {
            for (int i = 0; i < 400; i++) {
                sender.send(topic, "order-" + i % 20 + "/line-" + i, Integer.toString(i));
            }
        }
        var latest = new HashMap<String, Integer>();
        for (ConsumerRecord<String, String> record : topics.written(topic)) {
            String order = record.key().substring(0, record.key().indexOf('/'));
            int number = Integer.parseInt(record.value());
            assertThat(latest.merge(order, number, Math::max))
                    .as("%s: its records came out of order", order)
                    .isEqualTo(number);
        }
        assertThat(latest).hasSize(20);
    }
}
