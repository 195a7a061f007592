package labs.mq.compare;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The same topic read by a share group: each record is given to one member, and acknowledged by
 * itself. See KIP-932, queues for Kafka.
 */
final class KafkaShare implements MessageSystem {
    private final String bootstrapServers;
    private final Admin admin;

    KafkaShare(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @Override
    public String name() {
        return "Kafka, share group";
    }

    @Override
    public Destination open() throws Exception {
        String topic = "compare-" + UUID.randomUUID();
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        return new Topic(bootstrapServers, topic, KafkaLog.sender(bootstrapServers), admin);
    }

    private record Topic(
            String bootstrapServers,
            String topic,
            KafkaProducer<String, String> producer,
            Admin admin)
            implements Destination {
        @Override
        public Duration silence() {
            return Duration.ofSeconds(15) /* its state's topic may have to be made first */;
        }

        @Override
        public void send(String body, int priority, Duration delay) throws Exception {
            MessageSystem.requirePlain(priority, delay);
            producer.send(new ProducerRecord<>(topic, body)).get();
        }

        @Override
        public Receiver receiver(String group) throws Exception {
            String name = topic + "-" + group;
            var resource = new ConfigResource(ConfigResource.Type.GROUP, name);
            Collection<AlterConfigOp> settings =
                    List.of(set("share.auto.offset.reset", "earliest"));
            admin.incrementalAlterConfigs(Map.of(resource, settings)).all().get();
            return new Consumer(bootstrapServers, topic, name);
        }

        private static AlterConfigOp set(String key, String value) {
            return new AlterConfigOp(new ConfigEntry(key, value), OpType.SET);
        }

        @Override
        public void close() {
            producer.close();
        }
    }

    private static final class Consumer implements Receiver {
        private final KafkaShareConsumer<String, String> consumer;
        private boolean isBusy;

        Consumer(String bootstrapServers, String topic, String group) {
            var settings = new HashMap<String, Object>();
            settings.put("bootstrap.servers", bootstrapServers);
            settings.put("group.id", group);
            settings.put("share.acknowledgement.mode", "explicit");
            settings.put("share.acquire.mode", "record_limit");
            settings.put("max.poll.records", 1);
            consumer =
                    new KafkaShareConsumer<>(
                            settings, new StringDeserializer(), new StringDeserializer());
            consumer.subscribe(List.of(topic));
        }

        /** A member is given no more before it has said what became of what it has. */
        @Override
        public Optional<Received> receive(Duration wait) {
            if (isBusy) {
                return Optional.empty();
            }
            var records = consumer.poll(wait).iterator();
            isBusy = records.hasNext();
            return isBusy ? Optional.of(received(records.next())) : Optional.empty();
        }

        private static Received received(ConsumerRecord<String, String> record) {
            return new Received(record.value(), record);
        }

        @Override
        public void finish(Received message) {
            acknowledge(message, AcknowledgeType.ACCEPT);
        }

        @Override
        public void refuse(Received message) {
            acknowledge(message, AcknowledgeType.RELEASE);
        }

        @SuppressWarnings("unchecked") // we made it
        private void acknowledge(Received message, AcknowledgeType type) {
            isBusy = false;
            consumer.acknowledge((ConsumerRecord<String, String>) message.token(), type);
            consumer.commitSync()
                    .values()
                    .forEach(
                            failure ->
                                    failure.ifPresent(
                                            e -> {
                                                throw e;
                                            }));
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
