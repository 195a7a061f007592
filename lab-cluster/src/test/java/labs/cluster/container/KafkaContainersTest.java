package labs.cluster.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@RequiresEngine
@Timeout(1800) // the first build of the image takes minutes
class KafkaContainersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TOPIC = "orders";
    private static final int RECORDS = 300;

    @Test
    void shouldLoseNothingThatWasAcknowledgedWhenANodeIsKilledInTheMiddle() throws Exception {
        try (var kafka = KafkaContainers.start(3)) {
            createTopic(kafka);
            try (var producer = producer(kafka)) {
                for (int i = 0; i < RECORDS; i++) {
                    if (i == RECORDS / 3) {
                        kafka.node(2).kill();
                    }
                    if (i == RECORDS * 2 / 3) {
                        kafka.heal();
                    }
                    producer.send(new ProducerRecord<>(TOPIC, "order-" + i)).get();
                }
            }
            assertThat(consumed(kafka)).hasSize(RECORDS);
        }
    }

    private static Map<String, Object> client(KafkaContainers kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static void createTopic(KafkaContainers kafka) throws Exception {
        try (var admin = Admin.create(client(kafka))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(3);
            var topic = new NewTopic(TOPIC, 3, (short) 3);
            admin.createTopics(List.of(topic)).all().get(2, TimeUnit.MINUTES);
        }
    }

    private static KafkaProducer<String, String> producer(KafkaContainers kafka) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        (int) PATIENCE.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    private static Set<String> consumed(KafkaContainers kafka) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "group.id", "counter",
                        "auto.offset.reset", "earliest");
        var values = new HashSet<String>();
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                consumer.poll(Duration.ofMillis(500))
                                        .forEach(record -> values.add(record.value()));
                                return values.size() == RECORDS;
                            });
        }
        return values;
    }
}
