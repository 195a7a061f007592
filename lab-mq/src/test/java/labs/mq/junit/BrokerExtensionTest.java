package labs.mq.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import labs.kit.LabTest;
import labs.mq.broker.Broker;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As the README shows it. */
@LabTest
@Timeout(60)
class BrokerExtensionTest {
    @RegisterExtension
    static final BrokerExtension BROKER = new BrokerExtension().withTopic("orders", 3);

    @Test
    void shouldServeTheClientsOfATest() throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", BROKER.address(), "auto.offset.reset", "earliest");
        var text = new StringSerializer();
        try (var producer = new KafkaProducer<>(settings, text, text)) {
            assertThat(producer.partitionsFor("orders")).hasSize(3);
            producer.send(new ProducerRecord<>("orders", 0, "k", "paid")).get();
        }
        var back = new StringDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, back, back)) {
            var orders = new TopicPartition("orders", 0);
            consumer.assign(List.of(orders));
            assertThat(consumer.poll(Duration.ofSeconds(30)).records(orders))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("paid"));
        }
    }

    @Test
    void shouldGiveATestItsBroker(Broker broker) {
        assertThat(broker.address()).isEqualTo(BROKER.address());
        assertThat(broker.hasTopic("orders")).isTrue();
    }

    @Test
    void shouldLeaveNothingBehind() throws Exception {
        Path directory;
        try (var broker = Broker.start()) {
            broker.createTopic("orders", 2);
            directory = broker.directory();
            assertThat(directory.resolve("orders-1")).exists();
        }
        assertThat(Files.exists(directory)).isFalse();
    }
}
