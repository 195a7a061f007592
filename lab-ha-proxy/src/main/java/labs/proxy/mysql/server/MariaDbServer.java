package labs.proxy.mysql.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A MariaDB server of ours: a process on the loopback interface with a data directory of its own.
 * It can be killed, frozen and started again on the same port and data. It dies with this JVM,
 * however that ends. Thread-safe. Close it: that deletes its data.
 */
public final class MariaDbServer implements AutoCloseable {
    /** Users that each server has: an application's, one that may do all, and the replicas'. */
    public static final String USER = "lab";

    public static final String MONITOR = "monitor";
    static final String REPLICA = "replica";

    /** Of all the users. */
    public static final String PASSWORD = "lab";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // The server gets no interrupt when somebody presses Ctrl-C; it keeps its process id.
    private static final String QUIETLY = "trap '' INT; exec \"$@\"";

    // A line means that the server has ended; without one our JVM has ended, and the pipe with it.
    private static final String WATCH = "trap '' INT; read -r line || kill -9 \"$1\"";

    private final Distribution distribution;
    private final int id;
    private final Path directory;
    private final int port;
    private final List<String> options;
    private final Thread atExit = new Thread(this::destroy, "mariadb-at-exit");
    private Process process; // guarded by this; null when it does not run
    private Process watch; // guarded by this

    private MariaDbServer(
            Distribution distribution, int id, Path directory, int port, List<String> options) {
        this.distribution = distribution;
        this.id = id;
        this.directory = directory;
        this.port = port;
        this.options = options;
    }

    /**
     * Starts a server on new data, and waits until it serves.
     *
     * @param id its {@code server_id}
     * @param options more words for its command line, behind all others
     */
    static MariaDbServer start(Distribution distribution, int id, List<String> options)
            throws IOException {
        Path directory = Files.createTempDirectory("lab-mysql-" + id + "-");
        var server = new MariaDbServer(distribution, id, directory, freePort(), options);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        try {
            distribution.copyData(directory.resolve("data"));
            server.start();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** One server alone, with these options. */
    public static MariaDbServer alone(String... options) throws IOException {
        return start(Distribution.get(line -> {}), 1, List.of(options));
    }

    /**
     * A port below those that the kernel gives to connections: one of them could take it while the
     * server is down, and it is to come back there.
     */
    private static int freePort() throws IOException {
        IOException last = null;
        for (int i = 0; i < 50; i++) {
            int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    /** Its {@code server_id}. */
    public int id() {
        return id;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Starts it on the data that it has, unless it runs, and waits until it serves. */
    public synchronized void start() {
        if (process != null) {
            return;
        }
        try {
            process =
                    new ProcessBuilder(command())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                            .start();
            watch =
                    new ProcessBuilder("sh", "-c", WATCH, "watch", Long.toString(process.pid()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start MariaDB", e);
        }
        awaitServing();
    }

    private List<String> command() {
        var command = new ArrayList<>(List.of("sh", "-c", QUIETLY, "lab-mariadb"));
        command.addAll(distribution.program(directory.resolve("data")));
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

    private Path log() {
        return directory.resolve("server.log");
    }

    private void awaitServing() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isServing()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("MariaDB does not serve; its log: " + tail());
            }
            try {
                Thread.sleep(20); // there is no event to wait for
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for MariaDB", e);
            }
        }
    }

    private boolean isServing() {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false; // it does not listen yet
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    /** A connection to the server itself, as a user who may do all. Close it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(address(), MONITOR));
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

    /** Kills it at once, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        try {
            process.waitFor();
            watch.getOutputStream().write('\n');
            watch.getOutputStream().close();
            if (!watch.waitFor(5, TimeUnit.SECONDS)) {
                watch.destroyForcibly();
            }
        } catch (IOException e) {
            watch.destroyForcibly(); // it has ended by itself
        } catch (InterruptedException e) {
            watch.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** Stops it in the middle of what it does: its connections stay, and nothing is answered. */
    public void freeze() {
        signal("STOP");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!isStopped()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("it does not stop");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    // The signal is there at once, but each thread stops by itself, a moment later: until then it
    // may answer.
    private synchronized boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a thread ended between the two looks
        }
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() {
        signal("CONT");
    }

    private synchronized void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .inheritIO()
                            .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("there is no program kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is going down, and the hook does the work
        }
        destroy();
    }

    private void destroy() {
        kill();
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
