package labs.compute.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB in this process: what the right answer is. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        statement = connection.createStatement();
        statement.execute("SET threads = 1");
        statement.execute("SET memory_limit = '256MB'");
        statement.execute("SET default_null_order = 'nulls_last'");
    }

    void load(RandomTable table) throws SQLException {
        statement.execute(table.create());
        if (!table.rows().isEmpty()) {
            statement.execute(table.insert());
        }
    }

    /** The rows, each as its values with commas between them. */
    List<String> rows(String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
                    row.add(String.valueOf(result.getString(c)).replace("null", "NULL"));
                }
                rows.add(String.join(", ", row));
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
