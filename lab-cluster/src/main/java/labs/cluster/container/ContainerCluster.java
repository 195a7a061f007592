package labs.cluster.container;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import labs.cluster.Awaiting;
import labs.cluster.Cluster;
import labs.cluster.ServerEndedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/**
 * Containers of one system that belong together, in a network of their own. Thread-safe. Close it:
 * that removes them with their data. What a JVM leaves that is killed before, the next one removes.
 */
public abstract class ContainerCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int TRIES = 3;

    private final List<ContainerNode> nodes = new ArrayList<>(); // filled by the constructor only
    private final Network network;

    /**
     * Starts them and waits until all serve.
     *
     * @throws IllegalStateException if they do not in time; it holds their last lines
     */
    ContainerCluster(List<NodeConfiguration> configurations) {
        Leftovers.sweep(DockerClientFactory.lazyClient());
        network =
                Network.builder()
                        .createNetworkCmdModifier(create -> create.withLabels(Leftovers.labels()))
                        .build();
        for (NodeConfiguration configuration : configurations) {
            nodes.add(new ContainerNode(nodes.size() + 1, configuration, network));
        }
        try {
            nodes.forEach(ContainerNode::create);
            awaitHealthy();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts a cluster: with other ports, where somebody took the first ones meanwhile. */
    static <C extends ContainerCluster> C start(Supplier<C> cluster) {
        for (int i = 1; ; i++) {
            try {
                return cluster.get();
            } catch (RuntimeException e) {
                if (i == TRIES || !isPortTaken(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isPortTaken(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (message.contains("port is already allocated")
                    || message.contains("address already in use")) {
                return true;
            }
        }
        return false;
    }

    /** Its servers, in the order of their numbers. */
    public final List<ContainerNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The server with that number, from 1. */
    public final ContainerNode node(int id) {
        return nodes.get(id - 1);
    }

    /** The addresses of its servers for clients: {@code host:port,host:port}. */
    final String addresses() {
        return nodes.stream().map(ContainerNode::address).collect(Collectors.joining(","));
    }

    /** Lets all servers run that do not, and waits until every one serves. */
    public final void heal() {
        nodes.forEach(ContainerNode::resume);
        nodes.forEach(ContainerNode::start);
        awaitHealthy();
    }

    private void awaitHealthy() {
        await("the servers", this::areHealthy, this::lastLines);
    }

    private boolean areHealthy() {
        for (ContainerNode node : nodes) {
            if (!node.isAlive()) {
                throw ServerEndedException.of(node);
            }
        }
        return nodes.stream().allMatch(ContainerNode::isHealthy);
    }

    private String lastLines() {
        return Cluster.lastLines(nodes.stream().filter(node -> !node.isHealthy()).toList());
    }

    /** Asks the engine, which has no event for that and answers more slowly than a server. */
    static void await(String what, BooleanSupplier question, Supplier<String> logs) {
        Awaiting.until(what, PATIENCE, PAUSE, question, logs);
    }

    @Override
    public final void close() {
        nodes.forEach(ContainerNode::remove);
        network.close();
    }
}
