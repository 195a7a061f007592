package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import labs.kit.LabTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class ClientTest {
    @TempDir Path directory;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()),
                new StringSerializer(),
                new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        var values = new ArrayList<String>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                values.add(record.value());
            }
        }
        return values;
    }

    @Test
    void shouldKeepWhatAKafkaProducerSendsForAKafkaConsumer() throws Exception {
        try (var producer = producer();
                var consumer = consumer()) {
            for (int i = 0; i < 1_000; i++) {
                producer.send(new ProducerRecord<>("numbers", 0, "k" + i, "v" + i));
            }
            producer.flush();
            var partition = new TopicPartition("numbers", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));

            assertThat(read(consumer, 1_000))
                    .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "v" + i).toList());
            assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 1_000L);
        }
    }

    @Test
    void shouldMakeTopicsForKafkasAdminClient() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic("orders", 3, (short) 1))).all().get();

            assertThat(admin.listTopics().names().get()).containsExactly("orders");
            assertThat(
                            admin.describeTopics(List.of("orders"))
                                    .allTopicNames()
                                    .get()
                                    .get("orders")
                                    .partitions())
                    .hasSize(3);
        }
    }
}
