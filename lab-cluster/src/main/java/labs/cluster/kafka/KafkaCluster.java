package labs.cluster.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cluster.Awaiting;
import labs.cluster.Cluster;
import labs.cluster.Node;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.ServerEndedException;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;
import labs.cluster.container.KafkaContainers;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A Kafka cluster in KRaft mode: one that we started, each server a process of this machine, or one
 * that runs elsewhere. Its nodes are the brokers. Thread-safe. Close it: that kills its servers and
 * deletes their directories.
 */
public final class KafkaCluster extends SystemCluster<KafkaNode> {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final String bootstrapServers;
    private final List<KafkaNode> controllers; // those that do nothing else

    /** One of yours. */
    private KafkaCluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.controllers = List.of();
    }

    private KafkaCluster(
            Provision provision,
            List<KafkaNode> brokers,
            List<KafkaNode> controllers,
            Runnable remains) {
        super(provision, brokers, remains);
        this.bootstrapServers =
                brokers.stream().map(Node::address).collect(Collectors.joining(","));
        this.controllers = List.copyOf(controllers);
    }

    /**
     * The cluster that {@code LAB_KAFKA} names, or one of that many servers of our own.
     *
     * @throws IllegalStateException as {@link #start(int)}
     */
    public static KafkaCluster fromEnvironmentOr(int servers) {
        Provision provision = Provision.of(RealSystem.KAFKA);
        KafkaCluster cluster =
                switch (provision) {
                    case YOURS ->
                            new KafkaCluster(Provision.address(RealSystem.KAFKA).orElseThrow());
                    case EMBEDDED -> start(servers);
                    case CONTAINERS -> inContainers(servers);
                    case NATIVE ->
                            throw provision.notFor(
                                    RealSystem.KAFKA, Provision.EMBEDDED, Provision.CONTAINERS);
                };
        provision.say(RealSystem.KAFKA, cluster.bootstrapServers());
        return cluster;
    }

    private static KafkaCluster inContainers(int servers) {
        Provision.requireContainers();
        var containers = KafkaContainers.start(servers);
        List<KafkaNode> nodes = containers.nodes().stream().map(KafkaNode::new).toList();
        return new KafkaCluster(Provision.CONTAINERS, nodes, List.of(), containers::close);
    }

    /**
     * Starts that many servers and waits until all of them serve clients.
     *
     * @throws IllegalStateException when they do not come up in time; it holds the end of their
     *     logs
     */
    public static KafkaCluster start(int servers) {
        WorkDirectory directory = WorkDirectory.create("kafka");
        List<KafkaNode> nodes = Configuration.combined(servers, directory.path(), newId());
        return start(new KafkaCluster(Provision.EMBEDDED, nodes, List.of(), directory::close));
    }

    /**
     * The same, with a controller by itself, and with ways between them that can be cut.
     *
     * @throws IllegalStateException as {@link #start(int)}
     */
    public static KafkaCluster start(int brokers, Wires wires) {
        WorkDirectory directory = WorkDirectory.create("kafka");
        Path path = directory.path();
        List<KafkaNode> all = Configuration.wired(brokers, path, newId(), wires);
        return start(
                new KafkaCluster(
                        Provision.EMBEDDED,
                        all.subList(0, brokers),
                        all.subList(brokers, all.size()),
                        directory::close));
    }

    private static KafkaCluster start(KafkaCluster cluster) {
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

    /** What clients connect to: {@code host:port,host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    protected List<KafkaNode> helpers() {
        return controllers;
    }

    @Override
    protected void awaitServing() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            Awaiting.until(
                    "the brokers",
                    PATIENCE,
                    () -> {
                        requireAlive();
                        return brokers(admin) == nodes().size();
                    },
                    () -> Cluster.lastLines(all()));
        }
    }

    private static int brokers(Admin admin) {
        try {
            return admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).size();
        } catch (ExecutionException | TimeoutException e) {
            return 0; // none of them listens yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the brokers", e);
        }
    }

    private void requireAlive() {
        for (KafkaNode node : all()) {
            if (!node.isAlive()) {
                throw ServerEndedException.of(node);
            }
        }
    }

    private List<KafkaNode> all() {
        return Stream.concat(controllers.stream(), nodes().stream()).toList();
    }
}
