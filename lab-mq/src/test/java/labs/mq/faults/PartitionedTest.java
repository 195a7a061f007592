package labs.mq.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import labs.kit.LabTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leader that is alone, does not know it, and is still reached by its clients. */
@LabTest
@Timeout(180)
final class PartitionedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** After two seconds without an answer the client asks who leads now. */
    private static final Map<String, Object> IMPATIENT =
            Map.of("request.timeout.ms", "2000", "linger.ms", "0");

    private static final CutWires WIRES = new CutWires();
    private static KafkaCluster cluster;

    private ReplicatedTopic topic;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.start(3, WIRES);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        WIRES.close();
    }

    @BeforeEach
    void makeTopic() throws Exception {
        WIRES.heal();
        cluster.heal();
        topic = new ReplicatedTopic(cluster);
        await().atMost(PATIENCE).until(() -> topic.inSync() == 3);
    }

    private void awaitAnotherLeaderThan(KafkaNode alone) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(topic.leader())
                                        .as("the others have taken over")
                                        .isNotEqualTo(alone));
    }

    /** It has given up what it wrote alone, and has copied what the others have. */
    private void awaitThatItIsBack() {
        await().atMost(PATIENCE).until(() -> topic.inSync() == 3);
    }

    @Test
    void shouldLoseNothingAcknowledgedAndKeepTheOrderOfAKeyWithAcksAll() throws Exception {
        var sent = new LinkedHashMap<String, Future<RecordMetadata>>();
        KafkaNode alone = topic.leader();
        try (var producer = topic.producer("all", IMPATIENT)) {
            send(producer, sent, 200);
            WIRES.cutOff(alone.id());
            send(producer, sent, 200);
            awaitAnotherLeaderThan(alone);
            send(producer, sent, 200);
            WIRES.heal();
            send(producer, sent, 200);
        }
        awaitThatItIsBack();

        List<ConsumerRecord<String, String>> read = topic.read();
        List<String> acknowledged = acknowledged(sent);
        System.out.printf(
                "acks=all: leader cut off, %d sent, %d acknowledged, %d read%n",
                sent.size(), acknowledged.size(), read.size());
        assertThat(read)
                .extracting(ConsumerRecord::value)
                .doesNotHaveDuplicates()
                .containsAll(acknowledged);
        assertThat(acknowledged).as("the client goes on with the next leader").hasSize(800);
        ReplicatedTopic.requireOrderOfKeys(read);
    }

    private void send(
            KafkaProducer<String, String> producer,
            Map<String, Future<RecordMetadata>> sent,
            int count) {
        for (int i = 0; i < count; i++) {
            int number = sent.size();
            String value = Integer.toString(number);
            sent.put(value, producer.send(topic.record("k" + number % 5, value)));
        }
    }

    private static List<String> acknowledged(Map<String, Future<RecordMetadata>> sent)
            throws InterruptedException {
        var values = new ArrayList<String>();
        for (Map.Entry<String, Future<RecordMetadata>> one : sent.entrySet()) {
            try {
                one.getValue().get();
                values.add(one.getKey());
            } catch (ExecutionException e) {
                // it may be there or not: it was not acknowledged
            }
        }
        return values;
    }

    @Test
    void shouldLoseWhatTheLeaderAloneAcknowledgedWithAcksOne() throws Exception {
        KafkaNode alone = topic.leader();
        try (var one = topic.producer("1", Map.of());
                var all = topic.producer("all", IMPATIENT)) {
            one.send(topic.record("k", "before, one")).get();
            all.send(topic.record("k", "before, all")).get();

            WIRES.cutOff(alone.id());
            one.send(topic.record("k", "one")).get(20, TimeUnit.SECONDS);
            Future<RecordMetadata> inDoubt = all.send(topic.record("k", "all"));
            awaitAnotherLeaderThan(alone);
            one.send(topic.record("k", "one, later")).get(20, TimeUnit.SECONDS);
            WIRES.heal();
            inDoubt.get(60, TimeUnit.SECONDS);
        }
        awaitThatItIsBack();

        assertThat(topic.read())
                .extracting(ConsumerRecord::value)
                .as("both of 'one' were acknowledged, and are gone; 'all' is there")
                .containsExactly("before, one", "before, all", "all");
    }
}
