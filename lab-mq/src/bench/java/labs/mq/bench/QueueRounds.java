package labs.mq.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import labs.cluster.FileTrees;
import labs.kit.bench.Artifact;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Durable messages of 1 KiB, each put, taken and acknowledged by itself, none of them lost. */
final class QueueRounds {
    private static final int ROUNDS = 4;
    private static final int PATIENCE_SECONDS = 60;
    private static final String ARTEMIS = "Artemis " + Artifact.version(EmbeddedActiveMQ.class);

    /** So many producers, and as many consumers. */
    private record Kind(Series series, int threads, int messages, boolean sync) {
        static Kind of(int threads, int messages, boolean sync) {
            String disk = sync ? "each put waits for the disk" : "nobody waits for the disk";
            String name = "queue-" + threads + (sync ? "-sync" : "");
            String title =
                    "classic queue, 1 KiB, "
                            + threads
                            + (threads == 1 ? " producer" : " producers")
                            + " and as many consumers, "
                            + disk;
            return new Kind(new Series(name, title, "messages/s", true), threads, messages, sync);
        }
    }

    private final Payload payload = new Payload(1024);

    List<Series> run() throws Exception {
        List<Kind> kinds =
                List.of(
                        Kind.of(1, 40_000, false),
                        Kind.of(8, 40_000, false),
                        Kind.of(8, 2_000, true));
        for (int round = -1; round < ROUNDS; round++) {
            for (Kind kind : kinds) {
                measure(round, kind, Brokers.OURS);
                measure(round, kind, ARTEMIS);
            }
        }
        var all = new ArrayList<Series>();
        for (Kind kind : kinds) {
            kind.series.ratio(Brokers.OURS, ARTEMIS);
            all.add(kind.series);
        }
        return all;
    }

    private void measure(int round, Kind kind, String name) throws Exception {
        Path directory = Files.createTempDirectory("lab-mq-queue-");
        boolean ours = name.equals(Brokers.OURS);
        try (ClassicQueue queue =
                ours
                        ? new OurQueue(directory, kind.sync)
                        : new ArtemisQueue(directory, kind.sync)) {
            double rate = kind.messages / seconds(kind, queue);
            System.out.printf(
                    Locale.ROOT,
                    "%-9s %s, %d + %d%s: %.0f messages/s%n",
                    Bench.label(round),
                    name,
                    kind.threads,
                    kind.threads,
                    kind.sync ? ", to the disk" : "",
                    rate);
            if (round >= 0) {
                kind.series.add(name, rate);
            }
        } finally {
            FileTrees.delete(directory);
        }
    }

    private double seconds(Kind kind, ClassicQueue queue) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * kind.threads);
        var numbers = new AtomicInteger();
        var left = new CountDownLatch(kind.messages);
        var seen = new AtomicIntegerArray(kind.messages);
        var running = new ArrayList<Future<Void>>();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < kind.threads; i++) {
                running.add(threads.submit(producer(kind, queue, numbers)));
                running.add(threads.submit(consumer(queue, left, seen)));
            }
            boolean done = left.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!done) {
                throw new IllegalStateException(left.getCount() + " did not come, " + running);
            }
            for (Future<Void> one : running) {
                one.get();
            }
            for (int i = 0; i < kind.messages; i++) {
                if (seen.get(i) != 1) {
                    throw new IllegalStateException(i + " came " + seen.get(i) + " times");
                }
            }
            return seconds;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> producer(Kind kind, ClassicQueue queue, AtomicInteger numbers) {
        return () -> {
            try (var producer = queue.producer()) {
                for (int number = numbers.getAndIncrement();
                        number < kind.messages;
                        number = numbers.getAndIncrement()) {
                    producer.put(payload.of(number));
                }
            }
            return null;
        };
    }

    private Callable<Void> consumer(
            ClassicQueue queue, CountDownLatch left, AtomicIntegerArray seen) {
        return () -> {
            try (var consumer = queue.consumer()) {
                while (left.getCount() > 0) {
                    byte[] body = consumer.takeAndAck();
                    if (body != null) {
                        seen.incrementAndGet((int) payload.check(body));
                        left.countDown();
                    }
                }
            }
            return null;
        };
    }
}
