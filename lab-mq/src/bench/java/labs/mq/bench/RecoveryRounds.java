package labs.mq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import labs.cluster.FileTrees;
import labs.cluster.Ports;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker with a large log is killed. From the start of the next process until it tells where the
 * log ends. Segments are of 1 GiB; a sealed one is believed, the last is read through. The files
 * are in the page cache, as they are when only the process died.
 */
final class RecoveryRounds {
    private static final long GIGABYTES = Long.getLong("lab.recovery.gigabytes", 5);
    private static final int ROUNDS = 3;
    private static final String TOPIC = "large";
    private static final String NO_INDEX = "ours, all of it read through";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final Path directory = Files.createTempDirectory("lab-mq-recovery-");
    private final Series series =
            new Series(
                    "recovery",
                    "a broker with a log of "
                            + GIGABYTES
                            + " GB is killed: from the start of the next one to its first answer",
                    "s",
                    false);

    RecoveryRounds() throws IOException {}

    Series run() throws Exception {
        requireRoom();
        try (var cluster = KafkaCluster.start(1)) {
            long records = fillOurs();
            if (fill(cluster.bootstrapServers()) != records) {
                throw new IllegalStateException("the sides did not get the same");
            }
            KafkaNode kafka = cluster.nodes().get(0);
            kafka.kill();
            for (int round = 0; round < ROUNDS; round++) {
                add(round, Brokers.OURS, ours(records));
                loseIndexes();
                add(round, NO_INDEX, ours(records));
                add(round, Brokers.KAFKA, kafka(kafka, records));
            }
        } finally {
            FileTrees.delete(directory);
        }
        series.ratio(Brokers.OURS, Brokers.KAFKA, 1);
        return series;
    }

    private void requireRoom() throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < 3 * GIGABYTES * 1_000_000_000) {
            throw new IOException(directory + " has too little room; -Dlab.recovery.gigabytes=1");
        }
    }

    private void add(int round, String what, double seconds) {
        series.add(what, seconds);
        System.out.printf(
                Locale.ROOT, "%-9s recovery, %s: %.2f s%n", Bench.label(round), what, seconds);
    }

    private Child broker(int port) throws IOException {
        return new Child(Brokers.FLAGS, OursMain.class, directory.toString(), "" + port);
    }

    private long fillOurs() throws Exception {
        try (var child = broker(0)) {
            child.hear("started");
            return fill(child.hear("address"));
        }
    }

    private static long fill(String address) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        long start = System.nanoTime();
        try (var requests = new RawRequests(port(address))) {
            requests.awaitTopic(TOPIC);
            long records = requests.fill(TOPIC, GIGABYTES * 1_000_000_000);
            System.out.printf(
                    Locale.ROOT,
                    "filled   %s: %d records in %.1f s%n",
                    address,
                    records,
                    (System.nanoTime() - start) / 1e9);
            return records;
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private double ours(long records) throws Exception {
        int port = Ports.free();
        long start = System.nanoTime();
        try (var child = broker(port)) {
            return untilItTells(start, port, child.pid(), records);
        }
    }

    private void loseIndexes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(TOPIC + "-0"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".index")).toList()) {
                Files.delete(file);
            }
        }
    }

    private static double kafka(KafkaNode server, long records) throws Exception {
        long start = System.nanoTime();
        server.start();
        try {
            return untilItTells(start, port(server.address()), server.pid(), records);
        } finally {
            server.kill();
        }
    }

    private static double untilItTells(long start, int port, long pid, long records)
            throws Exception {
        RawRequests.awaitApiVersions(port, ProcessHandle.of(pid).orElseThrow());
        Map<String, Object> impatient =
                Map.of(
                        "bootstrap.servers", "127.0.0.1:" + port,
                        "reconnect.backoff.max.ms", "50",
                        "retry.backoff.ms", "20",
                        "retry.backoff.max.ms", "50");
        try (var admin = Admin.create(impatient)) {
            long end = end(admin);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (end != records) {
                throw new IllegalStateException(end + " of " + records + " records are there");
            }
            return seconds;
        }
    }

    private static long end(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }
}
