package labs.proxy.cluster;

import java.util.HashSet;
import java.util.Set;

/** The database as clients see it: where it is, whether all of it runs, what is in it. */
public final class Service {
    private static final String SOCKET = "--socket=/run/mysqld/mysqld.sock";

    private final ClusterOfNodes cluster;
    private final SetUp setUp;

    Service(ClusterOfNodes cluster, SetUp setUp) {
        this.cluster = cluster;
        this.setUp = setUp;
    }

    /** Switches on what is off, connects what is cut off, and waits until everything runs. */
    public void repair() {
        for (Node node : cluster.nodes()) {
            if (!node.isOn()) {
                node.start();
            }
            node.heal();
        }
        cluster.await("all nodes are online", cluster::isWhole);
        awaitAll();
    }

    /** Waits until everything runs that should, on three nodes. */
    public void awaitAll() {
        cluster.await("everything runs", () -> isComplete(cluster.anyNode().status()));
    }

    private boolean isComplete(ClusterStatus status) {
        boolean databases =
                setUp == SetUp.GROUP
                        ? status.only("db").isPresent()
                        : status.runningOn("db").size() == 3 && followers() == 2;
        return databases && status.only("vip").isPresent();
    }

    /** How many databases follow another one, and have lost neither of their two threads. */
    private long followers() {
        return cluster.nodes().stream().filter(Service::follows).count();
    }

    private static boolean follows(Node node) {
        String said = node.run("mariadb", SOCKET, "-e", "SHOW SLAVE STATUS\\G").output();
        return said.contains("Slave_IO_Running: Yes") && said.contains("Slave_SQL_Running: Yes");
    }

    /** The node that clients reach, as soon as there is one. All must be online that are on. */
    public Node home() {
        cluster.await(
                "the address is on one node",
                () -> cluster.anyNode().status().only("vip").isPresent());
        return cluster.node(cluster.anyNode().status().only("vip").orElseThrow());
    }

    /** The numbers that the database of this node has. */
    public static Set<Long> rows(Node node) {
        var rows = new HashSet<Long>();
        node.sql("SELECT number FROM lab.writes").lines().map(Long::valueOf).forEach(rows::add);
        return rows;
    }
}
