package labs.cluster.mariadb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import labs.cluster.Ports;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;
import labs.cluster.container.MySqlContainers;

/**
 * One database server: a MariaDB that we started, a process of this machine; a MySQL in a
 * container; or one that runs elsewhere. Thread-safe. Close it: that kills our server and deletes
 * its directory.
 */
public final class MariaDb extends SystemCluster<MariaDbNode> {
    private static final String SCHEMA = "{schema}";

    private final String url; // with SCHEMA where the name of one comes

    /** One of yours. */
    private MariaDb(String url) {
        this.url = withPlaceForSchema(url);
    }

    private MariaDb(Provision provision, MariaDbNode node, String url, Runnable remains) {
        super(provision, List.of(node), remains);
        this.url = withPlaceForSchema(url);
    }

    /**
     * The server that {@code LAB_MYSQL} names, or one of our own. A running one is named by its
     * JDBC URL with user and password, {@code jdbc:mariadb://host:port/?user=…&password=…}; the
     * user must be allowed to create schemas.
     *
     * @throws IllegalStateException as {@link #start}
     */
    public static MariaDb fromEnvironmentOrStart() {
        Provision provision = Provision.of(RealSystem.MYSQL);
        if (provision == Provision.CONTAINERS) {
            return inContainer();
        }
        if (provision != Provision.YOURS) {
            return start();
        }
        var server = new MariaDb(Provision.address(RealSystem.MYSQL).orElseThrow());
        provision.say(RealSystem.MYSQL, server.url.replaceFirst("[?].*", ""));
        return server;
    }

    private static MariaDb inContainer() {
        Provision.requireContainers();
        var containers = MySqlContainers.start(0);
        String url = containers.jdbcUrl();
        var node = new MariaDbNode(containers.node(1), url);
        var server = new MariaDb(Provision.CONTAINERS, node, url, containers::close);
        Provision.CONTAINERS.say(RealSystem.MYSQL, node.toString());
        return server;
    }

    static String withPlaceForSchema(String url) {
        return url.replaceFirst("^(jdbc:\\w+://[^/?]+)/?[^?]*", "$1/" + SCHEMA);
    }

    /**
     * Starts a server on new data, and waits until it serves.
     *
     * @param options more words for its command line
     * @throws IllegalStateException when it does not come up; the message holds the end of its log
     */
    public static MariaDb start(String... options) {
        return start(Ports.free(), options);
    }

    static MariaDb start(int port, String... options) {
        Provision provision = ours();
        Distribution distribution = Distribution.get(provision, line -> {});
        WorkDirectory directory = WorkDirectory.create("mariadb");
        MariaDbNode node = distribution.node(1, port, directory, List.of(options));
        String url = MariaDbNode.url(node.socketAddress(), MariaDbNode.MONITOR);
        var server = new MariaDb(provision, node, url, directory::close);
        try {
            node.start();
            provision.say(RealSystem.MYSQL, node.toString());
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** How to have a server of ours: as the environment says, and embedded if it names yours. */
    static Provision ours() {
        Provision provision = Provision.of(RealSystem.MYSQL);
        return switch (provision) {
            case EMBEDDED, YOURS -> Provision.EMBEDDED;
            case NATIVE -> Provision.NATIVE;
            case CONTAINERS ->
                    throw provision.notFor(RealSystem.MYSQL, Provision.EMBEDDED, Provision.NATIVE);
        };
    }

    /** The server itself, which must be ours. */
    public MariaDbNode node() {
        return node(1);
    }

    @Override
    protected void awaitServing() {
        // It waits for itself when it is started.
    }

    /** The JDBC URL of a schema, with user and password. */
    public String url(String schema) {
        return url.replace(SCHEMA, schema);
    }

    /**
     * Makes a schema with a name that nobody has used.
     *
     * @return its JDBC URL, with user and password
     */
    public String createSchema() throws SQLException {
        String name = "lab_" + UUID.randomUUID().toString().replace('-', '_');
        try (Connection connection = DriverManager.getConnection(url(""));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
        }
        return url(name);
    }
}
