package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class GroupTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path directory;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory));
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic("orders", 4, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void produce(int from, int to) {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.address()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>("orders", "k" + i, "v" + i));
            }
        }
    }

    private KafkaConsumer<String, String> member() {
        var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers", broker.address(),
                                "group.id", "billing",
                                "auto.offset.reset", "earliest",
                                "enable.auto.commit", "false",
                                "heartbeat.interval.ms", "300",
                                "session.timeout.ms", "6000"),
                        new StringDeserializer(),
                        new StringDeserializer());
        consumer.subscribe(List.of("orders"));
        return consumer;
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        var values = new ArrayList<String>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                values.add(record.value());
            }
        }
        return values;
    }

    private static Set<String> numbers(int from, int to) {
        return new HashSet<>(IntStream.range(from, to).mapToObj(i -> "v" + i).toList());
    }

    @Test
    void shouldGiveAllPartitionsToASingleMember() {
        produce(0, 100);
        try (var consumer = member()) {
            assertThat(read(consumer, 100)).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
            assertThat(consumer.assignment()).hasSize(4);
        }
    }

    @Test
    void shouldGoOnAtTheCommittedOffsetAlsoAfterARestartOfTheBroker() throws Exception {
        produce(0, 100);
        try (var consumer = member()) {
            read(consumer, 100);
            consumer.commitSync();
        }
        int port = broker.port();
        broker.close();
        broker = Broker.start(BrokerOptions.in(directory).withPort(port));
        produce(100, 150);

        try (var consumer = member()) {
            assertThat(read(consumer, 50)).containsExactlyInAnyOrderElementsOf(numbers(100, 150));
        }
    }

    @Test
    void shouldShareThePartitionsAndTakeThemBackWhenAMemberLeaves() {
        try (var first = member()) {
            poll(first, () -> first.assignment().size() == 4);
            try (var second = member()) {
                poll2(
                        first,
                        second,
                        () -> first.assignment().size() == 2 && second.assignment().size() == 2);
                assertThat(first.assignment()).doesNotContainAnyElementsOf(second.assignment());
            }
            poll(first, () -> first.assignment().size() == 4);
        }
    }

    private static void poll(
            KafkaConsumer<String, String> consumer, java.util.function.BooleanSupplier until) {
        poll2(consumer, consumer, until);
    }

    private static void poll2(
            KafkaConsumer<String, String> one,
            KafkaConsumer<String, String> other,
            java.util.function.BooleanSupplier until) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            one.poll(Duration.ofMillis(100));
            other.poll(Duration.ofMillis(100));
        }
    }
}
