package labs.mq.compare;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of one partition, read by consumer groups: our broker, or Kafka itself. */
final class KafkaLog implements MessageSystem {
    private final String name;
    private final String bootstrapServers;
    private final Admin admin;

    KafkaLog(String name, String bootstrapServers) {
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Destination open() throws Exception {
        String topic = "compare-" + UUID.randomUUID();
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        return new Topic(bootstrapServers, topic, sender(bootstrapServers));
    }

    static KafkaProducer<String, String> sender(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new StringSerializer());
    }

    private record Topic(
            String bootstrapServers, String topic, KafkaProducer<String, String> producer)
            implements Destination {
        @Override
        public Duration silence() {
            return Duration.ofSeconds(5);
        }

        @Override
        public void send(String body, int priority, Duration delay) throws Exception {
            MessageSystem.requirePlain(priority, delay);
            producer.send(new ProducerRecord<>(topic, body)).get();
        }

        @Override
        public Receiver receiver(String group) {
            return new Consumer(bootstrapServers, topic, group);
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private static final class Consumer implements Receiver {
        private final KafkaConsumer<String, String> consumer;
        private final TopicPartition partition;
        private final Deque<ConsumerRecord<String, String>> fetched = new ArrayDeque<>();

        Consumer(String bootstrapServers, String topic, String group) {
            var settings = new HashMap<String, Object>();
            settings.put("bootstrap.servers", bootstrapServers);
            settings.put("group.id", topic + "-" + group);
            settings.put("auto.offset.reset", "earliest");
            settings.put("enable.auto.commit", "false");
            settings.put("max.poll.records", 1);
            consumer =
                    new KafkaConsumer<>(
                            settings, new StringDeserializer(), new StringDeserializer());
            partition = new TopicPartition(topic, 0);
            consumer.subscribe(List.of(topic));
        }

        @Override
        public Optional<Received> receive(Duration wait) {
            if (fetched.isEmpty()) {
                consumer.poll(wait).forEach(fetched::add);
            }
            return Optional.ofNullable(fetched.poll())
                    .map(record -> new Received(record.value(), record.offset()));
        }

        /** All before it count as done, too: a position is all that is remembered. */
        @Override
        public void finish(Received message) {
            var next = new OffsetAndMetadata((long) message.token() + 1);
            consumer.commitSync(Map.of(partition, next));
        }

        /** Back to it: what came after it comes again, after it. */
        @Override
        public void refuse(Received message) {
            consumer.seek(partition, (long) message.token());
        }

        @Override
        public void close() {
            // One that is still joining would wait for the others to join, too.
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
