package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** Clients of a broker, ours or Kafka's, and a topic's name of each test. */
abstract class ConformanceFixture {
    static final Duration LONG = Duration.ofSeconds(30);

    static Admin admin;

    final String topic = "topic-" + UUID.randomUUID();
    final TopicPartition first = new TopicPartition(topic, 0);

    /** The broker's {@code host:port}. */
    abstract String address();

    @BeforeEach
    void connect() {
        if (admin == null) { // one for all tests of a class: it takes longer than most of them
            admin = Admin.create(Map.of("bootstrap.servers", address()));
        }
    }

    @AfterAll
    static void disconnect() {
        if (admin != null) { // else there was no broker to connect to
            admin.close();
            admin = null;
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> more) {
        var options = new HashMap<>(more);
        options.put("bootstrap.servers", address());
        return new KafkaProducer<>(options, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        var options = new HashMap<>(more);
        options.put("bootstrap.servers", address());
        options.putIfAbsent("auto.offset.reset", "earliest");
        options.putIfAbsent("enable.auto.commit", "false");
        options.putIfAbsent("heartbeat.interval.ms", "200"); // so often it hears of a rebalance
        return new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer());
    }

    KafkaConsumer<String, String> readerOf(TopicPartition partition) {
        KafkaConsumer<String, String> consumer = consumer(Map.of());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    void create(int partitions) throws Exception {
        create(topic, partitions);
    }

    static void create(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }

    static List<ConsumerRecord<String, String>> read(Consumer<String, String> consumer, int count) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (records.size() < count) {
            assertThat(System.nanoTime()).as("%s records in time", count).isLessThan(deadline);
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "v" + i).toList();
    }

    void produce(Map<String, Object> options, int from, int to) {
        try (var producer = producer(options)) {
            for (int i = from; i < to; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "k" + i, "v" + i));
            }
        }
    }

    void create(Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(settings)))
                .all()
                .get();
    }

    @SafeVarargs
    static void pollUntil(
            java.util.function.BooleanSupplier until, Consumer<String, String>... consumers) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!until.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            for (Consumer<String, String> consumer : consumers) {
                consumer.poll(Duration.ofMillis(100));
            }
        }
    }
}
