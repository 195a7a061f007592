package labs.cluster.mariadb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import labs.cluster.Awaiting;
import labs.cluster.Node;
import labs.cluster.ProcessNode;
import labs.cluster.ServerEndedException;
import labs.cluster.ServerProcess;
import labs.cluster.SystemNode;

/**
 * One MariaDB server: a process on the loopback interface with a data directory of its own. Its
 * number is its {@code server_id}. Thread-safe.
 */
public final class MariaDbNode extends SystemNode {
    /** Users that each server has: an application's, one that may do all, and the replicas'. */
    public static final String USER = "lab";

    public static final String MONITOR = "monitor";
    static final String REPLICA = "replica";

    /** Of all the users. */
    public static final String PASSWORD = "lab";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url; // of a user who may do all

    MariaDbNode(Node node, String url) {
        super(node);
        this.url = url;
    }

    /**
     * One that is a process.
     *
     * @param options more words for its command line, behind all others
     */
    static MariaDbNode process(
            Distribution distribution, int id, int port, Path directory, List<String> options) {
        var process = new ServerProcess("MariaDB server " + id, directory.resolve("server.log"));
        var node =
                new ProcessNode(
                        id,
                        "127.0.0.1:" + port,
                        process,
                        () -> prepare(distribution, id, port, directory, options));
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new MariaDbNode(node, url(address, MONITOR));
    }

    private static List<String> prepare(
            Distribution distribution, int id, int port, Path directory, List<String> options)
            throws IOException {
        Path data = directory.resolve("data");
        if (!Files.exists(data)) {
            Files.createDirectories(directory);
            distribution.copyData(data);
        }
        var command = new ArrayList<>(distribution.program().command(data));
        command.addAll(
                List.of(
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=socket", // within the data: a long path is refused
                        "--tmpdir=" + directory,
                        "--server-id=" + id,
                        "--skip-name-resolve",
                        "--log-bin=binlog",
                        "--log-slave-updates=1", // a replica may become the primary
                        "--gtid-strict-mode=1",
                        "--relay-log=relay",
                        "--report-port=" + port,
                        "--max-allowed-packet=64M"));
        command.addAll(options);
        return command;
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** Starts it on the data that it has, unless it lives, and waits until it serves. */
    @Override
    public void start() {
        super.start();
        awaitServing();
    }

    private void awaitServing() {
        Awaiting.until(
                this + " to serve", PATIENCE, this::isServing, () -> "; its log:\n" + lastLines());
    }

    private boolean isServing() {
        if (!isAlive()) {
            throw ServerEndedException.of(this);
        }
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false; // it does not listen yet
        }
    }

    /** A connection to the server itself, as a user who may do all. Close it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** JDBC's address of schema {@code lab} there, on a server or on something before it. */
    public static String url(InetSocketAddress address, String user) {
        return "jdbc:mariadb://%s:%d/lab?user=%s&password=%s&sslMode=disable&connectTimeout=20000"
                .formatted(address.getHostString(), address.getPort(), user, PASSWORD);
    }

    /** Executes statements on the server itself, as a user who may do all. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first value of the first row; null if there is no row. */
    public String value(String query) throws SQLException {
        return column(query, 1);
    }

    /** The value of a column, by number, in the first row; null if there is no row. */
    private String column(String query, int column) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(column) : null;
        }
    }

    /** What {@code SHOW GLOBAL STATUS} says. */
    public long status(String name) throws SQLException {
        return Long.parseLong(column("SHOW GLOBAL STATUS LIKE '" + name + "'", 2));
    }
}
