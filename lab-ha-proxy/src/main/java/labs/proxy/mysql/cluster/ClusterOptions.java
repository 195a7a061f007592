package labs.proxy.mysql.cluster;

import java.time.Duration;
import java.util.List;

/**
 * How a cluster is to be watched.
 *
 * @param user may see replication, and change it: {@code REPLICATION SLAVE ADMIN}, {@code READ_ONLY
 *     ADMIN} and so on
 * @param every how long between two looks at a server
 * @param timeout how long a look may take
 * @param fall so many failed looks in a row, and a server is down
 * @param failover whether a replica is promoted when the primary is down; if not, we only follow
 *     what others do: the primary is who is not read-only
 */
public record ClusterOptions(
        List<Node> nodes,
        String user,
        String password,
        Duration every,
        Duration timeout,
        int fall,
        boolean failover) {
    public ClusterOptions {
        nodes = List.copyOf(nodes);
    }

    @Override
    public String toString() {
        return nodes + ", every " + every + ", timeout " + timeout + ", fall " + fall;
    }
}
