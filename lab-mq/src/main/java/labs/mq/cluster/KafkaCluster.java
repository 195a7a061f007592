package labs.mq.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster in KRaft mode: one that we started, each server a process of this machine, or one
 * that runs elsewhere. Thread-safe. Close it: that kills its servers and deletes their directories.
 */
public final class KafkaCluster implements AutoCloseable {
    /** The environment variable that names a running cluster, {@code host:port,host:port}. */
    public static final String VARIABLE = "LAB_KAFKA";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrapServers;
    private final List<KafkaServer> servers;
    private final Path directory; // null when it is not ours
    private final Thread atExit;

    private KafkaCluster(String bootstrapServers, List<KafkaServer> servers, Path directory) {
        this.bootstrapServers = bootstrapServers;
        this.servers = List.copyOf(servers);
        this.directory = directory;
        this.atExit = new Thread(this::destroy, "kafka-at-exit");
    }

    /** The cluster that {@value #VARIABLE} names, or one of that many servers of our own. */
    public static KafkaCluster fromEnvironmentOr(int servers) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> new KafkaCluster(value.strip(), List.of(), null))
                .orElseGet(() -> start(servers));
    }

    /**
     * Starts that many servers and waits until all of them serve clients.
     *
     * @throws IllegalStateException when they do not come up in time; it holds the end of their
     *     logs
     */
    public static KafkaCluster start(int servers) {
        KafkaCluster cluster = create(servers);
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.servers.forEach(KafkaServer::start);
            cluster.awaitServing();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static KafkaCluster create(int count) {
        List<Integer> ports = Ports.free(2 * count);
        Path directory = temporaryDirectory();
        String clusterId = Uuid.randomUuid().toString();
        String voters =
                IntStream.range(0, count)
                        .mapToObj(i -> (i + 1) + "@127.0.0.1:" + ports.get(2 * i + 1))
                        .collect(Collectors.joining(","));
        var servers = new ArrayList<KafkaServer>();
        for (int i = 0; i < count; i++) {
            int port = ports.get(2 * i);
            int id = i + 1;
            Path own = directory.resolve("server-" + id);
            List<String> lines = configuration(count, id, port, ports.get(2 * i + 1), voters, own);
            servers.add(new KafkaServer(id, port, clusterId, own, lines));
        }
        String bootstrap =
                servers.stream().map(KafkaServer::address).collect(Collectors.joining(","));
        return new KafkaCluster(bootstrap, servers, directory);
    }

    private static List<String> configuration(
            int count, int id, int port, int controllerPort, String voters, Path directory) {
        int replicas = Math.min(3, count);
        return List.of(
                "node.id=" + id,
                "process.roles=broker,controller",
                "listeners=PLAINTEXT://127.0.0.1:"
                        + port
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "controller.quorum.voters=" + voters,
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "log.dirs=" + directory.resolve("data"),
                "default.replication.factor=" + replicas,
                "min.insync.replicas=" + (replicas / 2 + 1),
                "offsets.topic.replication.factor=" + replicas,
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=" + replicas,
                "transaction.state.log.min.isr=" + (replicas / 2 + 1),
                "transaction.state.log.num.partitions=1",
                "share.coordinator.state.topic.replication.factor=" + replicas,
                "share.coordinator.state.topic.min.isr=1",
                "group.initial.rebalance.delay.ms=0",
                "log.cleaner.dedupe.buffer.size=16777216",
                "broker.session.timeout.ms=3000",
                "broker.heartbeat.interval.ms=500");
    }

    /** Whether its servers are ours, to kill. */
    public boolean isOurs() {
        return directory != null;
    }

    /** What clients connect to: {@code host:port,host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The servers, by their numbers; none when the cluster is not ours. */
    public List<KafkaServer> servers() {
        return servers;
    }

    /** Starts all servers that do not live, and waits until every one serves clients. */
    public void heal() {
        servers.forEach(KafkaServer::start);
        awaitServing();
    }

    private void awaitServing() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            while (brokers(admin) < servers.size()) {
                requireAlive();
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "waited " + PATIENCE.toSeconds() + " s for the brokers" + logs());
                }
                Thread.sleep(50); // there is no event to wait for
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        }
    }

    private static int brokers(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).size();
        } catch (ExecutionException | TimeoutException e) {
            return 0; // none of them listens yet
        }
    }

    private void requireAlive() {
        if (!servers.stream().allMatch(KafkaServer::isAlive)) {
            throw new IllegalStateException("a server ended before it served" + logs());
        }
    }

    private String logs() {
        return servers.stream()
                .map(server -> "\n" + server + ":\n" + tail(server))
                .collect(Collectors.joining());
    }

    private static String tail(KafkaServer server) {
        try {
            List<String> lines = Files.readAllLines(server.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** Kills our servers and deletes their directories; does nothing to a cluster of others. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is going down, and the hook does the work
        }
        destroy();
    }

    private void destroy() {
        servers.forEach(KafkaServer::kill);
        if (directory != null) {
            delete(directory);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("lab-kafka-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for Kafka's data", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
