package labs.mq.rules.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.RawClients;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Which schema a number stands for, kept in a compacted topic of one partition: whoever reads it
 * from the beginning knows all. Numbers are never used for another schema. Any process may open one
 * on the same topic. Thread-safe. Close it.
 */
public final class SchemaRegistry implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SUBJECT = "subject";

    /** A schema, and what it is a version of. */
    private record Entry(String subject, Schema schema) {}

    private final String bootstrapServers;
    private final TopicPartition log;
    private final Compatibility compatibility;
    private final Consumer<byte[], byte[]> consumer; // guarded by this
    private final NavigableMap<Integer, Entry> entries = new TreeMap<>(); // guarded by this

    /**
     * @param topic with {@code cleanup.policy=compact} and one partition
     */
    public SchemaRegistry(String bootstrapServers, String topic, Compatibility compatibility) {
        this.bootstrapServers = bootstrapServers;
        this.log = new TopicPartition(topic, 0);
        this.compatibility = compatibility;
        this.consumer =
                RawClients.consumer(
                        bootstrapServers, topic, Map.of("isolation.level", "read_committed"));
        consumer.assign(List.of(log));
        consumer.seekToBeginning(List.of(log));
    }

    /**
     * The number of this schema among the versions of the subject: the one that it has, or a new
     * one if it is compatible with all versions so far, as a topic may still hold data of each.
     * Others may register at the same time, in other processes: one after the other.
     *
     * @throws IncompatibleSchemaException and nothing is registered
     * @throws IllegalStateException when it did not come through for some time; perhaps it did
     */
    public synchronized int register(String subject, Schema schema) {
        // BEGIN SOLUTION
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Producer<byte[], byte[]> writer = soleWriter()) {
                catchUp(); // nobody else can write between this and our commit
                Optional<Integer> known = find(subject, schema);
                if (known.isPresent()) {
                    return known.get();
                }
                requireCompatible(subject, schema);
                int id = entries.isEmpty() ? 1 : entries.lastKey() + 1;
                writer.beginTransaction();
                writer.send(record(id, subject, schema));
                writer.commitTransaction();
                catchUp();
                return id;
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                // Another came after us, or nobody knows how far we came: look again what there is.
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("cannot register " + subject, e);
                }
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private Optional<Integer> find(String subject, Schema schema) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new Entry(subject, schema)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void requireCompatible(String subject, Schema schema) {
        entries.forEach(
                (id, entry) -> {
                    if (entry.subject().equals(subject)) {
                        refuse(compatibility.objection(entry.schema(), schema), subject, id);
                    }
                });
    }

    private void refuse(Optional<String> objection, String subject, int id) {
        if (objection.isPresent()) {
            throw new IncompatibleSchemaException(
                    "%s: not %s compatible with schema %d: %s"
                            .formatted(subject, compatibility, id, objection.get()));
        }
    }

    // END SOLUTION

    /**
     * The schema of that number, looked up in the topic if need be.
     *
     * @return nothing when nobody has registered it
     */
    public synchronized Optional<Schema> schema(int id) {
        // BEGIN SOLUTION
        if (!entries.containsKey(id)) {
            catchUp();
        }
        return Optional.ofNullable(entries.get(id)).map(Entry::schema);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /**
     * A producer in transactions. Opening it fences all that were opened before it for this topic:
     * what they have not committed is aborted, and their next commit throws a {@link
     * KafkaException}. That is one of several: {@code ProducerFencedException}, {@code
     * InvalidProducerEpochException}, or, if both meet in the broker, an unexpected server error.
     */
    private Producer<byte[], byte[]> soleWriter() {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("transactional.id", log.topic());
        var writer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            writer.initTransactions();
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private ProducerRecord<byte[], byte[]> record(int id, String subject, Schema schema) {
        byte[] key = ByteBuffer.allocate(4).putInt(id).array();
        var record = new ProducerRecord<>(log.topic(), 0, key, schema.toString().getBytes(UTF_8));
        MessageHeaders.put(record.headers(), SUBJECT, subject);
        return record;
    }

    /** Reads to the end of what is committed. */
    private void catchUp() {
        long end = consumer.endOffsets(List.of(log)).get(log);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(log) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("cannot read " + log + " up to " + end);
            }
            consumer.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String subject = MessageHeaders.text(record.headers(), SUBJECT).orElseThrow();
        Schema schema = new Schema.Parser().parse(new String(record.value(), UTF_8));
        entries.put(ByteBuffer.wrap(record.key()).getInt(), new Entry(subject, schema));
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
