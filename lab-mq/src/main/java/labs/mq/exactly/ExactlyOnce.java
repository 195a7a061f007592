package labs.mq.exactly;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** A transfer whose results each appear once, wherever it is killed. For one thread. Close it. */
public final class ExactlyOnce implements Transfer {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final TransferSettings settings;
    private final Transform transform;
    private final Producer<String, String> producer;
    private final Consumer<String, String> consumer;

    private ExactlyOnce(TransferSettings settings, Transform transform) {
        this.settings = settings;
        this.transform = transform;
        this.producer = new KafkaProducer<>(settings.producer());
        this.consumer = new KafkaConsumer<>(settings.consumer());
    }

    /**
     * Takes over from whoever had the same transactional id: that one is fenced, and what it left
     * open is aborted. Only then joins the group, and so reads how far the other came.
     */
    public static ExactlyOnce open(TransferSettings settings, Transform transform) {
        var opened = new ExactlyOnce(settings, transform);
        opened.takeOver();
        return opened;
    }

    private void takeOver() {
        // BEGIN SOLUTION
        producer.initTransactions();
        consumer.subscribe(List.of(settings.input()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-5: see README, part 5");
    }

    /**
     * {@inheritDoc}
     *
     * @throws StepAbortedException when the transform or Kafka failed; the next step tries the same
     *     records again
     * @throws FencedException when a later start has taken over; only {@link #close} is left
     */
    @Override
    public int step() {
        // BEGIN SOLUTION
        ConsumerRecords<String, String> records = poll();
        if (records.isEmpty()) {
            return 0;
        }
        try {
            producer.beginTransaction();
            records.forEach(this::sendResults);
            // With the group's metadata the coordinator can refuse a member that has lost its
            // partitions and does not know it yet.
            producer.sendOffsetsToTransaction(nextOffsets(records), consumer.groupMetadata());
            producer.commitTransaction();
            return records.count();
        } catch (ProducerFencedException | FencedInstanceIdException e) {
            throw new FencedException(settings.transactionalId(), e);
        } catch (RuntimeException e) {
            abort(e);
            rewind(records);
            throw new StepAbortedException(e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-5: see README, part 5");
    }

    // BEGIN SOLUTION
    private ConsumerRecords<String, String> poll() {
        try {
            return consumer.poll(POLL);
        } catch (FencedInstanceIdException e) {
            throw new FencedException(settings.transactionalId(), e);
        }
    }

    private void sendResults(ConsumerRecord<String, String> record) {
        for (String value : transform.apply(record)) {
            // no need to wait for each: the commit fails if one of them did
            producer.send(new ProducerRecord<>(settings.output(), record.key(), value));
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> nextOffsets(
            ConsumerRecords<String, String> records) {
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (ConsumerRecord<String, String> record : records) {
            next.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1));
        }
        return next;
    }

    // An old epoch is first reported as a reason to abort; it is the abort that learns the rest.
    private void abort(RuntimeException cause) {
        try {
            producer.abortTransaction();
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            e.addSuppressed(cause);
            throw new FencedException(settings.transactionalId(), e);
        }
    }

    // The consumer stands behind these records, and would go on from there.
    private void rewind(ConsumerRecords<String, String> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    // END SOLUTION

    @Override
    public void close() {
        try (consumer) {
            producer.close(CLOSE); // what is open then is aborted by the next life
        }
    }
}
