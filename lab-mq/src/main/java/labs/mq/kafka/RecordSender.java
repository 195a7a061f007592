package labs.mq.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records and tells the fate of each. Thread-safe. Close it: that sends what waits. */
public final class RecordSender implements AutoCloseable {
    private final Producer<String, String> producer;

    public RecordSender(ProducerSettings settings) {
        this.producer = new KafkaProducer<>(settings.toMap());
    }

    /**
     * Sends a record and does not wait for the answer, but for room in memory and for the topic's
     * metadata. The future never fails: all that can happen is a {@link Fate}.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public CompletableFuture<Fate> send(String topic, String key, String value) {
        // BEGIN SOLUTION
        var fate = new CompletableFuture<Fate>();
        Thread caller = Thread.currentThread();
        producer.send(
                new ProducerRecord<>(topic, key, value),
                (at, error) -> {
                    // Answers come on the client's own thread. What is reported on ours was
                    // reported before the record got into a batch.
                    boolean isHandedOver = Thread.currentThread() != caller;
                    fate.complete(Fates.of(at, error, isHandedOver));
                });
        return fate;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** Waits until the fate of everything sent so far is known. */
    public void flush() {
        producer.flush();
    }

    /** How many records went into one request lately, on average; not a number before the first. */
    public double recordsPerRequest() {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals("producer-metrics"))
                .filter(metric -> metric.metricName().name().equals("records-per-request-avg"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .sum();
    }

    @Override
    public void close() {
        producer.close();
    }
}
