package labs.mq.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of its own on one side, filled and read by Kafka's clients as they come. */
final class Load implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String address;
    private final Admin admin;
    private final String topic = "bench-" + UUID.randomUUID();
    private final List<TopicPartition> partitions =
            IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();

    Load(Side side) throws InterruptedException, ExecutionException {
        address = side.address();
        admin = Admin.create(Map.of("bootstrap.servers", address));
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!hasLeaders() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000); // there is no event to wait for
        }
    }

    /** A broker that has just made a topic may not know it yet. */
    private boolean hasLeaders() throws InterruptedException {
        var ends = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        try {
            admin.listOffsets(ends).all().get();
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    String topic() {
        return topic;
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        var settings = new HashMap<>(more);
        settings.put("bootstrap.servers", address);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    KafkaConsumer<byte[], byte[]> consumerOfAll() {
        var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", address),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Sends so many; returns the seconds until the last was acknowledged. */
    double produce(Payload payload, int count, String acks) {
        Map<String, Object> settings =
                Map.of("acks", acks, "enable.idempotence", Boolean.toString(acks.equals("all")));
        try (var producer = producer(settings)) {
            producer.partitionsFor(topic);
            var failure = new AtomicReference<Exception>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                producer.send(
                        new ProducerRecord<>(topic, payload.of(i)),
                        (metadata, e) -> failure.compareAndSet(null, e));
            }
            producer.flush();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (failure.get() != null) {
                throw new IllegalStateException("a record was not taken", failure.get());
            }
            return seconds;
        }
    }

    /** Reads them all, checks that each came once and unchanged; returns the seconds. */
    double fetch(Payload payload, int count) {
        long[] latest = new long[PARTITIONS];
        Arrays.fill(latest, -1);
        try (var consumer = consumerOfAll()) {
            long start = System.nanoTime();
            long sum = 0;
            int read = 0;
            while (read < count) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IllegalStateException("only " + read + " of " + count + " came");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    long number = payload.check(record.value());
                    requireLater(number, latest[record.partition()]);
                    latest[record.partition()] = number;
                    sum += number;
                    read++;
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (read != count || sum != (long) count * (count - 1) / 2) {
                throw new IllegalStateException(read + " of " + count + " came, or others");
            }
            return seconds;
        }
    }

    private static void requireLater(long number, long before) {
        if (number <= before) {
            throw new IllegalStateException(number + " came behind " + before);
        }
    }

    @Override
    public void close() {
        admin.deleteTopics(List.of(topic));
        admin.close(); // waits for the answer
    }
}
