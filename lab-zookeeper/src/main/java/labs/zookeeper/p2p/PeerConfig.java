package labs.zookeeper.p2p;

import java.time.Duration;
import java.util.Set;

/**
 * What a node is told at its start.
 *
 * @param connectString of ZooKeeper, with a chroot that exists
 * @param root the znode of the network, such as {@code /p2p}; it is made if it is not there
 * @param id unique among the nodes that live: letters, digits and {@code _.-}
 * @param session after so long without a word, ZooKeeper lets a dead node's card vanish
 */
public record PeerConfig(
        String connectString,
        String root,
        String id,
        Set<String> abilities,
        Topology topology,
        Duration session) {
    public PeerConfig {
        if (!CardCodec.isName(id)) {
            throw new IllegalArgumentException("not a name for a node: " + id);
        }
    }
}
