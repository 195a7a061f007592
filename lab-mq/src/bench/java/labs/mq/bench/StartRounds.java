package labs.mq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cluster.FileTrees;
import labs.cluster.Ports;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;
import labs.mq.demo.BrokerMain;

/**
 * From the start of a process to its first answer to ApiVersions, on an empty directory that is
 * ready for use.
 */
final class StartRounds {
    private static final int ROUNDS = 4;
    private static final String SHARED = "ours, class archive";
    private static final String INSIDE = "ours, warm JVM";
    private static final String LIMIT = "limit";
    private static final Pattern NEEDED = Pattern.compile("/(kafka-clients|netty-|slf4j-)[^/]*$");

    /** What a program that is to start soon is given. */
    static final List<String> SOON =
            List.of(
                    "-Xmx96m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:-UsePerfData", // a file for jps and jstat
                    "-Xshare:auto"); // the JDK's own classes alone

    private final Path directory = Files.createTempDirectory("lab-mq-start-");
    private final Path archive = directory.resolve("broker.jsa");
    private final Series series =
            new Series(
                    "start",
                    "from the start of the process to the first answer (ApiVersions)",
                    "s",
                    false);

    StartRounds() throws IOException {}

    Series run() throws Exception {
        try (var cluster = KafkaCluster.start(1)) {
            makeArchive();
            for (int round = -1; round < ROUNDS; round++) {
                add(round, Brokers.OURS, ours(SOON));
                add(round, SHARED, ours(shared()));
                add(round, INSIDE, inside());
                add(round, Brokers.KAFKA, kafka(cluster.nodes().get(0)));
                add(round, LIMIT, 0.3);
            }
        } finally {
            FileTrees.delete(directory);
        }
        series.ratio(SHARED, LIMIT, 1);
        series.ratio(INSIDE, LIMIT, 1);
        series.ratio(Brokers.OURS, Brokers.KAFKA);
        return series;
    }

    private void add(int round, String what, double seconds) {
        if (round >= 0) {
            series.add(what, seconds);
        }
        System.out.printf(
                Locale.ROOT, "%-9s start, %s: %.3f s%n", Bench.label(round), what, seconds);
    }

    private List<String> shared() {
        return List.of(
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:SharedArchiveFile=" + archive);
    }

    /**
     * The JVM writes down which classes a run has loaded, ready for the next; only of jars, and the
     * fewer, the better. It must be a run as those that follow are: one that finds its directory.
     */
    private void makeArchive() throws Exception {
        jarClasses();
        ours(SOON);
        int port = Ports.free();
        var flags =
                List.of(
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "-XX:ArchiveClassesAtExit=" + archive);
        try (var child = broker(flags, port)) {
            RawRequests.awaitApiVersions(port, handle(child.pid()));
            child.stop();
        }
        if (!Files.exists(archive)) {
            throw new IllegalStateException("the JVM made no archive of its classes");
        }
    }

    private void jarClasses() throws IOException, InterruptedException {
        Path classes = locationOf(BrokerMain.class);
        Process jar =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jar").toString(),
                                "--create",
                                "--file",
                                directory.resolve("mq.jar").toString(),
                                "-C",
                                classes.toString(),
                                ".")
                        .inheritIO()
                        .start();
        if (jar.waitFor() != 0) {
            throw new IllegalStateException("no jar could be made of " + classes);
        }
    }

    private static Path locationOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** What the broker needs of all that this chapter uses. */
    private String classPath() {
        return Stream.concat(
                        Stream.of(directory.resolve("mq.jar").toString()),
                        Stream.of(System.getProperty("java.class.path").split(":"))
                                .filter(entry -> NEEDED.matcher(entry).find()))
                .collect(Collectors.joining(":"));
    }

    private double ours(List<String> flags) throws Exception {
        int port = Ports.free();
        long start = System.nanoTime();
        try (var child = broker(flags, port)) {
            RawRequests.awaitApiVersions(port, handle(child.pid()));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private Child broker(List<String> flags, int port) throws IOException {
        return new Child(
                flags,
                classPath(),
                BrokerMain.class.getName(),
                "--port",
                Integer.toString(port),
                "--directory",
                directory.resolve("logs").toString());
    }

    /** In this JVM, which has started one before. */
    private double inside() throws IOException {
        var options = BrokerOptions.in(directory.resolve("logs"));
        long start = System.nanoTime();
        try (var broker = Broker.start(options)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            RawRequests.awaitApiVersions(broker.port(), ProcessHandle.current());
            return seconds;
        }
    }

    /** Stopped in order before: it has nothing to recover. */
    private static double kafka(KafkaNode server) {
        server.stop();
        int port = Integer.parseInt(server.address().substring(server.address().indexOf(':') + 1));
        long start = System.nanoTime();
        server.start();
        RawRequests.awaitApiVersions(port, handle(server.pid()));
        return (System.nanoTime() - start) / 1e9;
    }

    private static ProcessHandle handle(long pid) {
        return ProcessHandle.of(pid).orElseThrow();
    }
}
