package labs.compute.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
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
        // With it 2.0.0 takes sums for narrower than they are: "INT128 … out of range for … INT8".
        statement.execute(
                "SET disabled_optimizers = 'compressed_materialization,statistics_propagation'");
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
                    row.add(text(result, c));
                }
                rows.add(String.join(", ", row));
            }
            return rows;
        }
    }

    private static String text(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        boolean isDouble = result.getMetaData().getColumnType(column) == Types.DOUBLE;
        return text == null ? "NULL" : isDouble ? rounded(result.getDouble(column)) : text;
    }

    /** The last digits of a quotient depend on how many bits it was computed with. */
    static String rounded(double value) {
        return new BigDecimal(value).round(new MathContext(13)).stripTrailingZeros().toString();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
