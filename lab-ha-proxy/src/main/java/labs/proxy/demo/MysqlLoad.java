package labs.proxy.demo;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import labs.cluster.mariadb.MariaDbNode;

/**
 * Clients that read and write, each with a connection of its own, and count. After an error they
 * take a new one. Close it: that ends them.
 */
final class MysqlLoad implements AutoCloseable {
    private static final long PAUSE_MILLIS = 4;

    private final InetSocketAddress balancer;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> reads = new ConcurrentHashMap<>();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private volatile String lastError = "";
    private volatile boolean ended;

    private interface Step {
        void on(Connection connection) throws SQLException;
    }

    MysqlLoad(InetSocketAddress balancer) {
        this.balancer = balancer;
    }

    void start(int readers, int writers) {
        for (int i = 0; i < readers; i++) {
            begin("reader-" + i, this::read);
        }
        for (int i = 0; i < writers; i++) {
            begin("writer-" + i, this::write);
        }
    }

    private void begin(String name, Step step) {
        var thread = new Thread(() -> work(step), "mysql-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void work(Step step) {
        while (!ended) {
            try (Connection connection = connect()) {
                while (!ended) {
                    step.on(connection);
                    Thread.sleep(PAUSE_MILLIS); // the load is to be even, not high
                }
            } catch (SQLException e) {
                errors.incrementAndGet();
                lastError = e.getErrorCode() + " " + e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(MariaDbNode.url(balancer, MariaDbNode.USER));
    }

    private void read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT @@server_id, COUNT(*) FROM account")) {
            row.next();
            reads.computeIfAbsent(row.getInt(1), id -> new AtomicInteger()).incrementAndGet();
        }
    }

    private void write(Connection connection) throws SQLException {
        long id = ids.incrementAndGet();
        try (var insert = connection.prepareStatement("INSERT INTO account VALUES (?, 'x')")) {
            insert.setLong(1, id);
            insert.executeUpdate();
        }
        acknowledged.add(id);
        writes.incrementAndGet();
    }

    /** Reads by server, since this was asked last. */
    int takeReads(int server) {
        AtomicInteger count = reads.get(server);
        return count == null ? 0 : count.getAndSet(0);
    }

    int takeWrites() {
        return writes.getAndSet(0);
    }

    int takeErrors() {
        return errors.getAndSet(0);
    }

    /** Empty if there was none. */
    String lastError() {
        return lastError;
    }

    /** The rows that clients were told are safe. */
    Set<Long> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** The rows that there are, on the primary. */
    Set<Long> stored() throws SQLException {
        Set<Long> stored = ConcurrentHashMap.newKeySet();
        try (Connection connection = connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM account FOR UPDATE")) {
            while (rows.next()) {
                stored.add(rows.getLong(1));
            }
        }
        return stored;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
