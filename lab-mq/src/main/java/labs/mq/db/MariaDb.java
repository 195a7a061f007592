package labs.mq.db;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * A MariaDB server: one that we started, a process of this machine in a temporary directory, or one
 * that runs elsewhere. Thread-safe. Close it: that kills our server and deletes its directory. It
 * dies with us too, however we end.
 */
public final class MariaDb implements AutoCloseable {
    /**
     * The environment variable that names a running server: its JDBC URL with user and password,
     * {@code jdbc:mariadb://host:port/?user=…&password=…}. The user must be allowed to create
     * schemas.
     */
    public static final String VARIABLE = "LAB_MARIADB";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCHEMA = "{schema}";

    private final String url; // with SCHEMA where the name of one comes
    private final Installation installation; // null when the server is not ours
    private final Thread atExit = new Thread(this::destroy, "mariadb-at-exit");
    private Process process; // guarded by this; null before the first start

    private MariaDb(String url, Installation installation) {
        this.url = url;
        this.installation = installation;
    }

    /** The server that {@value #VARIABLE} names, or one of our own. */
    public static MariaDb fromEnvironmentOrStart() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> new MariaDb(withPlaceForSchema(value.strip()), null))
                .orElseGet(MariaDb::start);
    }

    static String withPlaceForSchema(String url) {
        return url.replaceFirst("^(jdbc:\\w+://[^/?]+)/?[^?]*", "$1/" + SCHEMA);
    }

    /**
     * Unpacks a server, starts it, and waits until it serves.
     *
     * @throws IllegalStateException when it does not come up; the message holds the end of its log
     */
    public static MariaDb start() {
        try {
            return start(Files.createTempDirectory("lab-mariadb-"), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory for MariaDB's data", e);
        }
    }

    /** The same in this empty directory, which is ours to delete, and on this port. */
    static MariaDb start(Path directory, int port) {
        String password = UUID.randomUUID().toString();
        String url =
                "jdbc:mariadb://127.0.0.1:%d/%s?user=lab&password=%s&sslMode=disable"
                        .formatted(port, SCHEMA, password);
        var server = new MariaDb(url, new Installation(directory, port));
        Runtime.getRuntime().addShutdownHook(server.atExit);
        try {
            server.installation.install(password);
            server.restart();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether the server is ours, to kill. */
    public boolean isOurs() {
        return installation != null;
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private String url(String schema) {
        return url.replace(SCHEMA, schema);
    }

    /** A new schema with a name that nobody has used. */
    public Database createSchema() {
        String name = "lab_" + UUID.randomUUID().toString().replace('-', '_');
        new Database(url("")).execute("CREATE SCHEMA " + name);
        return new Database(url(name));
    }

    /**
     * Starts our server on what it has on disk, unless it lives, and waits until it serves. Does
     * nothing to a server of others.
     *
     * @throws IllegalStateException when it does not come up; the message holds the end of its log
     */
    public synchronized void restart() {
        if (!isOurs() || isAlive()) {
            return;
        }
        File log = installation.log().toFile();
        try {
            var builder = new ProcessBuilder(installation.command()).redirectErrorStream(true);
            process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start MariaDB", e);
        }
        awaitServing();
    }

    private void awaitServing() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isServing()) {
            if (!isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "MariaDB "
                                + (isAlive() ? "does not serve" : "ended before it served")
                                + "; the end of its log:\n"
                                + installation.tail());
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
        try (Connection connection = DriverManager.getConnection(url(""))) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false; // it does not listen yet
        }
    }

    /** Kills our server at once, as {@code kill -9} does, and waits until it is gone. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        try {
            process.getOutputStream().close(); // see Installation's KEEPER
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot kill MariaDB", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills our server and deletes its directory; does nothing to a server of others. */
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
        if (isOurs()) {
            installation.delete();
        }
    }
}
