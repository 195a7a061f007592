package labs.memory.pattern;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A table of a real MariaDB, over a few connections. Thread-safe. */
public final class ProductTable implements Source, AutoCloseable {
    private static final int CONNECTIONS = 4;

    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final List<Connection> all = new ArrayList<>();
    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(CONNECTIONS);

    /**
     * @param url JDBC, of an empty schema
     */
    public ProductTable(String url) throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            all.add(DriverManager.getConnection(url));
        }
        idle.addAll(all);
        try (Statement statement = all.get(0).createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS products (id VARCHAR(100) PRIMARY KEY,"
                            + " value VARCHAR(1000) NOT NULL, version BIGINT NOT NULL)");
        }
    }

    @Override
    public Optional<Row> load(String key) {
        return with("read " + key, connection -> select(connection, key));
    }

    private static Optional<Row> select(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT value, version FROM products WHERE id = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Row(rows.getString(1), rows.getLong(2)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public long store(String key, String value) {
        return with(
                "write " + key,
                connection ->
                        inTransaction(
                                connection,
                                transaction -> {
                                    upsert(transaction, Map.of(key, value));
                                    return select(transaction, key).orElseThrow().version();
                                }));
    }

    @Override
    public void storeAll(Map<String, String> values) {
        with(
                "write %d rows".formatted(values.size()),
                connection ->
                        inTransaction(
                                connection,
                                transaction -> {
                                    upsert(transaction, values);
                                    return null;
                                }));
    }

    private static void upsert(Connection connection, Map<String, String> values)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO products VALUES (?, ?, 1) ON DUPLICATE KEY"
                                + " UPDATE value = VALUES(value), version = version + 1")) {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                statement.setString(1, entry.getKey());
                statement.setString(2, entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** How many SELECTs this table's connections have sent, as the server counts them. */
    public long selects() {
        return sum("Com_select");
    }

    /** How many rows were written through them: inserted, or changed. */
    public long rowsWritten() {
        return sum("Handler_write") + sum("Handler_update");
    }

    private long sum(String status) {
        long sum = 0;
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                taken.add(idle.take());
            }
            for (Connection connection : taken) {
                sum += status(connection, status);
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("count", e);
        } catch (SQLException e) {
            throw new SourceException("count", e);
        } finally {
            idle.addAll(taken);
        }
    }

    private static long status(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW SESSION STATUS LIKE '" + name + "'")) {
            row.next();
            return row.getLong(2);
        }
    }

    private <T> T with(String what, Work<T> work) {
        Connection connection = null;
        try {
            connection = idle.take();
            return work.on(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException(what, e);
        } catch (SQLException e) {
            throw new SourceException(what, e);
        } finally {
            if (connection != null) {
                idle.add(connection);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }
}
