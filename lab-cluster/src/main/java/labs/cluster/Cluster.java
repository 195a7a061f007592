package labs.cluster;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Servers of one system that belong together. Thread-safe. Close it: that kills those that are
 * ours, and deletes their data.
 *
 * @param <N> its nodes
 */
public interface Cluster<N extends Node> extends AutoCloseable {
    /** How it was had. */
    Provision provision();

    /** Its servers, in the order of their numbers; none when the cluster is not ours. */
    List<N> nodes();

    /** The server with that number, from 1. */
    default N node(int id) {
        return nodes().get(id - 1);
    }

    /** Whether its servers are ours, to kill and to pause. */
    default boolean isOurs() {
        return provision() != Provision.YOURS;
    }

    /** Starts all servers that do not live, and waits until every one serves clients. */
    void heal();

    @Override
    void close();

    /** The last lines that each of them logged, for a message. */
    static String lastLines(List<? extends Node> nodes) {
        return nodes.stream()
                .map(node -> "\n" + node + ":\n" + node.lastLines())
                .collect(Collectors.joining());
    }
}
