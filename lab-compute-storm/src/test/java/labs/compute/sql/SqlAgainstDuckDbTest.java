package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import labs.compute.query.LocalRunner;
import labs.compute.query.Plan;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.BadLines;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries over random tables, ours beside DuckDB's. {@code -Dlab.queries=100000} asks for
 * more of them, {@code -Dlab.seed=N} for others.
 */
@Timeout(3600) // for as many queries as somebody asks for
class SqlAgainstDuckDbTest {
    private static final int QUERIES = Integer.getInteger("lab.queries", 2_000);
    private static final int QUERIES_A_PAIR = 25;
    private static final long SEED = Long.getLong("lab.seed", 7);

    @TempDir Path directory;

    @Test
    void shouldGiveTheRowsOfDuckDbRowByRow() throws IOException, SQLException {
        try (var duckDb = new DuckDb();
                var spill = SpillDirectory.open(directory)) {
            for (int pair = 0; pair * QUERIES_A_PAIR < QUERIES; pair++) {
                long seed = SEED * 1_000_003 + pair;
                compare(duckDb, spill, new Random(seed), "seed " + SEED + ", tables " + pair);
            }
            assertThat(spill.path()).as("what was spilled is left behind").isEmptyDirectory();
        }
    }

    private void compare(DuckDb duckDb, SpillDirectory spill, Random random, String where)
            throws IOException, SQLException {
        RandomTable t = RandomTable.of("t", random);
        RandomTable u = RandomTable.of("u", random);
        duckDb.load(t);
        duckDb.load(u);
        var catalog = new Catalog(t.write(directory), u.write(directory));
        var sql = new Sql(catalog, PlanOptions.defaults());
        for (int i = 0; i < QUERIES_A_PAIR; i++) {
            var query = new RandomQuery(t, random.nextInt(10) == 0 ? t : u, random);
            long bytes = random.nextInt(10) == 0 ? MemoryBudget.MIN_BYTES : 16_000_000;
            String text = query.sql();
            String what =
                    "%s, query %d, %d bytes of memory:%n%s%nin DuckDB:%n%s%nt:%n%su:%n%s"
                            .formatted(where, i, bytes, text, query.withoutTies(), t, u);
            List<String> expected = query.page(rows(duckDb, query, what));
            assertThat(rows(sql, text, bytes, spill, what)).as(what).isEqualTo(expected);
        }
    }

    private static List<String> rows(DuckDb duckDb, RandomQuery query, String what) {
        try {
            return duckDb.rows(query.withoutTies());
        } catch (SQLException e) {
            throw new AssertionError(what + "failed in DuckDB: " + e, e);
        }
    }

    private static List<String> rows(
            Sql sql, String text, long bytes, SpillDirectory spill, String what)
            throws IOException {
        var budget = new MemoryBudget(bytes);
        List<String> rows;
        try {
            Plan plan = sql.plan(text);
            try (var result = LocalRunner.run(plan, BadLines.FAIL, budget, spill)) {
                rows = texts(result.columns(), result.answer());
            }
        } catch (RuntimeException e) {
            throw new AssertionError(what + "failed: " + e, e);
        }
        assertThat(budget.used()).as("%smemory not given back", what).isZero();
        return rows;
    }

    private static String text(ColumnType type, long value) {
        return type == ColumnType.DOUBLE && value != ColumnBatch.NULL
                ? DuckDb.rounded(Doubles.decode(value))
                : type.format(value);
    }

    private static List<String> texts(List<Column> columns, ColumnBatch rows) {
        var texts = new ArrayList<String>();
        for (int r = 0; r < rows.rows(); r++) {
            var row = new ArrayList<String>();
            for (int c = 0; c < columns.size(); c++) {
                row.add(text(columns.get(c).type(), rows.column(c)[r]));
            }
            texts.add(String.join(", ", row));
        }
        return texts;
    }
}
