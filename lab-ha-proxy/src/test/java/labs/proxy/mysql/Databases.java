package labs.proxy.mysql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import labs.cluster.junit.SharedServers;
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.ClusterOptions;
import labs.proxy.mysql.cluster.Node;

/** Three real servers for all tests of this JVM, and balancers before them. */
final class Databases {
    private static ReplicationCluster servers; // guarded by the class
    private static boolean touched = true; // guarded by the class

    private Databases() {}

    /** The three, as in the beginning: 1 is the primary. {@link SharedServers} ends them. */
    static synchronized ReplicationCluster arranged() throws SQLException {
        if (servers == null) {
            servers = ReplicationCluster.start(3, line -> {});
            SharedServers.add(Databases::end);
        } else {
            servers.arrange();
        }
        touched = true;
        return servers;
    }

    /** The same, for a test that changes nothing. */
    static synchronized ReplicationCluster untouched() throws SQLException {
        if (touched) {
            arranged();
            touched = false;
        }
        return servers;
    }

    private static synchronized void end() {
        servers.close();
        servers = null;
        touched = true;
    }

    static MysqlOptions options() {
        return MysqlOptions.of(anywhere(), Map.of(MariaDbNode.USER, MariaDbNode.PASSWORD))
                .withPatience(Duration.ofSeconds(40))
                // Generous, so that a slow machine changes nothing of what goes where.
                .withLag(Duration.ofSeconds(30))
                .withReadYourWrites(Duration.ofSeconds(20));
    }

    static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static List<Node> nodes(ReplicationCluster servers) {
        return servers.nodes().stream()
                .map(server -> new Node("db" + server.id(), server.socketAddress()))
                .toList();
    }

    /** A balancer with its monitor; close it. */
    record Balanced(Cluster cluster, MysqlProxy proxy, List<String> events)
            implements AutoCloseable {
        static Balanced start(List<Node> nodes, MysqlOptions options) throws IOException {
            List<String> events = Collections.synchronizedList(new ArrayList<>());
            Cluster cluster =
                    Cluster.watch(
                            new ClusterOptions(
                                    nodes,
                                    MariaDbNode.MONITOR,
                                    MariaDbNode.PASSWORD,
                                    Duration.ofMillis(100),
                                    Duration.ofSeconds(2),
                                    3,
                                    true),
                            events::add);
            return new Balanced(cluster, MysqlProxy.start(options, cluster), events);
        }

        Connection connect(String... more) throws SQLException {
            String url = MariaDbNode.url(proxy.address(), MariaDbNode.USER);
            return DriverManager.getConnection(url + String.join("", more));
        }

        @Override
        public void close() {
            proxy.close();
            cluster.close();
        }
    }

    /** The first value of the first row. */
    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    static int server(Connection connection) throws SQLException {
        return Integer.parseInt(value(connection, "SELECT @@server_id"));
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
