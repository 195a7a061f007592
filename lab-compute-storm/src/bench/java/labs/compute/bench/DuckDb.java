package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB in this JVM, with two threads, reading the same files in every query. */
final class DuckDb implements Contestant {
    private final Connection connection;

    DuckDb(Path directory) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = 2");
        execute("SET memory_limit = '3500MB'");
        view(directory, "orders", "'id': 'BIGINT', 'user_id': 'BIGINT', 'amount': 'BIGINT'");
        view(directory, "users", "'id': 'BIGINT', 'score': 'BIGINT'");
    }

    private void view(Path directory, String table, String columns) throws SQLException {
        execute(
                "CREATE VIEW %s AS FROM read_csv('%s/%s.csv', header = false, skip = 1, columns = {%s})"
                        .formatted(table, directory, table, columns));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String query() throws IOException {
        return page(0);
    }

    @Override
    public String page(long offset) throws IOException {
        var text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(SQL + " LIMIT " + PAGE + " OFFSET " + offset)) {
            while (rows.next()) {
                text.append(rows.getLong(1)).append(',').append(rows.getLong(2));
                text.append(',').append(rows.getLong(3)).append(';');
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
