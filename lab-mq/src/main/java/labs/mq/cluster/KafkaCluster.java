package labs.mq.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final String bootstrapServers;
    private final List<KafkaServer> servers; // those that serve clients
    private final List<KafkaServer> controllers; // those that do nothing else
    private final Path directory; // null when it is not ours
    private final Thread atExit;

    /** One of others. */
    private KafkaCluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.servers = List.of();
        this.controllers = List.of();
        this.directory = null;
        this.atExit = new Thread(this::destroy, "kafka-at-exit");
    }

    private KafkaCluster(List<KafkaServer> servers, List<KafkaServer> controllers, Path directory) {
        this.bootstrapServers =
                servers.stream().map(KafkaServer::address).collect(Collectors.joining(","));
        this.servers = List.copyOf(servers);
        this.controllers = List.copyOf(controllers);
        this.directory = directory;
        this.atExit = new Thread(this::destroy, "kafka-at-exit");
    }

    /** The cluster that {@value #VARIABLE} names, or one of that many servers of our own. */
    public static KafkaCluster fromEnvironmentOr(int servers) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> new KafkaCluster(value.strip()))
                .orElseGet(() -> start(servers));
    }

    /**
     * Starts that many servers and waits until all of them serve clients.
     *
     * @throws IllegalStateException when they do not come up in time; it holds the end of their
     *     logs
     */
    public static KafkaCluster start(int servers) {
        Path directory = temporaryDirectory();
        return start(
                new KafkaCluster(
                        Configuration.combined(servers, directory, newId()), List.of(), directory));
    }

    /**
     * The same, with a controller by itself, and with ways between them that can be cut.
     *
     * @throws IllegalStateException as {@link #start(int)}
     */
    public static KafkaCluster start(int brokers, Wires wires) {
        Path directory = temporaryDirectory();
        List<KafkaServer> all = Configuration.wired(brokers, directory, newId(), wires);
        return start(
                new KafkaCluster(
                        all.subList(0, brokers), all.subList(brokers, all.size()), directory));
    }

    private static KafkaCluster start(KafkaCluster cluster) {
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.heal();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static String newId() {
        return Uuid.randomUuid().toString();
    }

    /** Whether its servers are ours, to kill. */
    public boolean isOurs() {
        return directory != null;
    }

    /** What clients connect to: {@code host:port,host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The brokers, by their numbers; none when the cluster is not ours. */
    public List<KafkaServer> servers() {
        return servers;
    }

    /** Starts all servers that do not live, and waits until every one serves clients. */
    public void heal() {
        controllers.forEach(KafkaServer::start);
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
        if (!all().allMatch(KafkaServer::isAlive)) {
            throw new IllegalStateException("a server ended before it served" + logs());
        }
    }

    private Stream<KafkaServer> all() {
        return Stream.concat(controllers.stream(), servers.stream());
    }

    private String logs() {
        return all().map(server -> "\n" + server + ":\n" + tail(server))
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
        controllers.forEach(KafkaServer::kill);
        if (directory != null) {
            Trees.delete(directory);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("lab-kafka-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for Kafka's data", e);
        }
    }
}
