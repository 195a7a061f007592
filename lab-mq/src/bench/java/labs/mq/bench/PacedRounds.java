package labs.mq.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * How long a record takes at a moderate rate, from the moment at which it was due: to its
 * acknowledgement, and to a consumer that waits for it.
 */
final class PacedRounds {
    private static final int ROUNDS = 5;
    private static final int PER_SECOND = 2_000;
    private static final int COUNT = 4 * PER_SECOND;
    private static final int UNCOUNTED = PER_SECOND;
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Brokers brokers;
    private final Payload payload = new Payload(1024);
    private final Series ack = series("ack-p99", "from its due time to the answer, p99");
    private final Series end = series("end-p99", "from its due time to the consumer, p99");
    private final Series ackMedian = series("ack-p50", "the same, to the answer: median");
    private final Series endMedian = series("end-p50", "the same, to the consumer: median");

    PacedRounds(Brokers brokers) {
        this.brokers = brokers;
    }

    private static Series series(String name, String title) {
        return new Series(name, "2,000 records of 1 KiB a second, acks=all: " + title, "ms", false);
    }

    List<Series> run() throws Exception {
        for (int round = -1; round < ROUNDS; round++) {
            for (Side side : brokers.inTurns(round + 1)) {
                round(round, side);
            }
        }
        List<Series> all = List.of(ack, end, ackMedian, endMedian);
        ack.ratio(Brokers.OURS, Brokers.KAFKA, 1);
        end.ratio(Brokers.OURS, Brokers.KAFKA, 1);
        ackMedian.ratio(Brokers.OURS, Brokers.KAFKA);
        endMedian.ratio(Brokers.OURS, Brokers.KAFKA);
        return all;
    }

    private void round(int round, Side side) throws Exception {
        var toAnswer = new Histogram(3); // recorded by the producer's one thread
        var toConsumer = new Histogram(3);
        try (var load = new Load(side)) {
            long start = System.nanoTime() + SHORT.toNanos();
            var consumed = CompletableFuture.runAsync(() -> consume(load, start, toConsumer));
            produce(load, start, toAnswer);
            consumed.get();
        }
        System.out.printf(
                Locale.ROOT,
                "%-9s %-12s to the answer p50 %.2f, p99 %.2f ms; to the consumer p50 %.2f, p99 %.2f ms%n",
                Bench.label(round),
                side.name(),
                millis(toAnswer, 50),
                millis(toAnswer, 99),
                millis(toConsumer, 50),
                millis(toConsumer, 99));
        if (round >= 0) {
            ack.add(side.name(), millis(toAnswer, 99));
            end.add(side.name(), millis(toConsumer, 99));
            ackMedian.add(side.name(), millis(toAnswer, 50));
            endMedian.add(side.name(), millis(toConsumer, 50));
        }
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    private static long due(long start, long number) {
        return start + number * 1_000_000_000L / PER_SECOND;
    }

    private void produce(Load load, long start, Histogram nanos) {
        var failure = new AtomicReference<Exception>();
        try (var producer = load.producer(Map.of("linger.ms", "0"))) {
            producer.partitionsFor(load.topic());
            for (int i = 0; i < COUNT; i++) {
                long due = due(start, i);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                boolean counts = i >= UNCOUNTED;
                producer.send(
                        new ProducerRecord<>(load.topic(), payload.of(i)),
                        (metadata, e) -> {
                            failure.compareAndSet(null, e);
                            if (counts) {
                                nanos.recordValue(System.nanoTime() - due);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a record was not taken", failure.get());
        }
    }

    private void consume(Load load, long start, Histogram nanos) {
        var seen = new boolean[COUNT];
        try (var consumer = load.consumerOfAll()) {
            for (int read = 0; read < COUNT; ) {
                if (System.nanoTime() > due(start, COUNT) + 20_000_000_000L) {
                    throw new IllegalStateException("only " + read + " of " + COUNT + " came");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(SHORT)) {
                    int number = (int) payload.check(record.value());
                    if (seen[number]) {
                        throw new IllegalStateException(number + " came twice");
                    }
                    seen[number] = true;
                    read++;
                    if (number >= UNCOUNTED) {
                        nanos.recordValue(System.nanoTime() - due(start, number));
                    }
                }
            }
        }
    }
}
