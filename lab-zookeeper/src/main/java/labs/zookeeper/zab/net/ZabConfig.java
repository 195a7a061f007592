package labs.zookeeper.zab.net;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node is told when it is started.
 *
 * @param id its number, from 0
 * @param peers where this node reaches each node of the cluster, by their numbers; its own entry
 *     does not count
 * @param listen where it listens for the others
 * @param clients where each node of the cluster serves clients, by their numbers: this one too
 * @param file that it keeps its log in
 */
public record ZabConfig(
        int id,
        List<InetSocketAddress> peers,
        InetSocketAddress listen,
        List<InetSocketAddress> clients,
        Path file) {
    public ZabConfig {
        peers = List.copyOf(peers);
        clients = List.copyOf(clients);
        if (id < 0 || id >= peers.size() || peers.size() != clients.size()) {
            throw new IllegalArgumentException(
                    "node %d of %d, with addresses for the clients of %d"
                            .formatted(id, peers.size(), clients.size()));
        }
    }

    int nodes() {
        return peers.size();
    }
}
