package labs.compute.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import labs.compute.join.JoinStrategy;
import labs.compute.query.LocalRunner;
import labs.compute.query.Plan;
import labs.compute.query.QueryFailedException;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.sql.Catalog;
import labs.compute.sql.Sql;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.WithStorm;
import labs.compute.table.BadLines;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@WithStorm(perClass = true)
@Timeout(120)
class EngineTest {
    private static final int ROWS = 20_000;
    private static final Troubles TROUBLES = Troubles.inThisJvm();
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir static Path directory;
    private static CaseTables tables;
    private static Engine engine;

    @BeforeAll
    static void start(LocalStorm storm) throws IOException {
        tables = CaseTables.write(directory.resolve("case"), ROWS);
        Path spill = Files.createDirectory(directory.resolve("spill"));
        // Two workers, so that what goes from one to the other has to be serialised.
        Options options =
                new Options(2, 2, 2, 2, 64_000, 3, 8, 64 << 20, spill.toString(), 4, "127.0.0.1");
        engine = Engine.start(storm::submit, options, TROUBLES);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static QueryResult run(Plan plan) throws IOException {
        return engine.run(plan, BadLines.FAIL, progress -> {});
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void shouldGiveEveryPageOfTheJoinInOrder(JoinStrategy strategy) throws IOException {
        List<List<Long>> expected = tables.rowsByScore();
        try (QueryResult result = run(tables.byScore(strategy))) {
            assertThat(result.total()).isEqualTo(ROWS);
            for (long offset : new long[] {0, 1, 4_999, 10_000, ROWS - 7}) {
                List<List<Long>> page = CaseTables.rows(result.page(offset, 10));
                assertThat(page)
                        .as("the page at offset %d", offset)
                        .isEqualTo(
                                expected.subList((int) offset, (int) Math.min(ROWS, offset + 10)));
            }
            assertThat(CaseTables.rows(result.page(0, ROWS))).isEqualTo(expected);
        }
    }

    @Test
    void shouldGroupWhatIsJoined() throws IOException {
        try (QueryResult result = run(tables.byUser(JoinStrategy.PARTITIONED_HASH))) {
            assertThat(CaseTables.rows(result.page(0, ROWS))).isEqualTo(tables.rowsByUser());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id + 1, amount / 2 FROM orders WHERE amount < 30000",
                "SELECT COUNT(*), COUNT(DISTINCT amount % 97), AVG(amount), SUM(id) FROM orders",
                "SELECT amount % 500 AS a, COUNT(DISTINCT user_id) FROM orders GROUP BY a"
                        + " HAVING COUNT(*) > 35 ORDER BY 2 DESC",
                "SELECT o.id, u.score FROM orders o FULL JOIN users u ON o.id = u.id AND"
                        + " o.amount = u.score",
                "SELECT o.id, u.score FROM orders o RIGHT JOIN users u ON o.user_id = u.id",
                "SELECT id, amount FROM orders UNION ALL SELECT score, id FROM users",
                "SELECT amount % 9, AVG(id) FROM orders GROUP BY 1 UNION ALL SELECT id, score FROM"
                        + " users WHERE score < 90000 UNION ALL SELECT COUNT(*), MAX(o.id) FROM"
                        + " orders o JOIN users u ON o.user_id = u.id"
            })
    void shouldAnswerAsOneThreadDoes(String query) throws IOException {
        Plan plan = new Sql(Catalog.open(directory.resolve("case")), Engine.PLANNING).plan(query);
        var budget = new MemoryBudget(64 << 20);
        try (QueryResult result = run(plan);
                SpillDirectory spill = SpillDirectory.open(directory);
                var expected = LocalRunner.run(plan, BadLines.FAIL, budget, spill)) {
            assertThat(result.total()).isEqualTo(expected.total()).isPositive();
            int rows = (int) expected.total();
            ColumnBatch page = result.page(0, rows);
            assertThat(CaseTables.rows(page).equals(CaseTables.rows(expected.page(0, rows))))
                    .as("all %d rows of %s are those of LocalRunner", rows, query)
                    .isTrue();
        }
    }

    @Test
    void shouldSayWhichSumIsNoBigint() throws IOException {
        String query = "SELECT SUM(id * 100000000000000) AS s FROM orders";
        Plan plan = new Sql(Catalog.open(directory.resolve("case")), Engine.PLANNING).plan(query);

        assertThatThrownBy(() -> run(plan))
                .isInstanceOf(QueryFailedException.class)
                .hasMessage(
                        "SUM((orders.id * 100000000000000)): 19999000000000000000000 is no BIGINT");
    }

    @Test
    void shouldGoOnBehindARow() throws IOException {
        List<List<Long>> expected = tables.rowsByScore();
        try (QueryResult result = run(tables.byScore(JoinStrategy.PARTITIONED_HASH))) {
            ColumnBatch page = result.page(9_990, 10);
            ColumnBatch last = page.gather(new int[] {9}, 1);

            assertThat(CaseTables.rows(result.after(last, 3_000)))
                    .isEqualTo(expected.subList(10_000, 13_000));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LOSE, scan, 3", // a split
        "LOSE, join, 4", // rows of a split
        "LOSE, range, 4", // rows of a range
        "DIE, join, 5",
        "DIE, range, 5",
    })
    void shouldBeExactThoughSomethingIsLost(Trouble.Kind kind, String component, int tuple)
            throws IOException {
        TROUBLES.plan(new Trouble(kind, component, tuple));

        try (QueryResult result = run(tables.byScore(JoinStrategy.PARTITIONED_HASH))) {
            assertThat(TROUBLES.isOver()).as("it has happened").isTrue();
            assertThat(result.attempt()).as("the attempt that succeeded").isGreaterThan(1);
            assertThat(CaseTables.rows(result.page(0, ROWS))).isEqualTo(tables.rowsByScore());
        }
    }

    @Test
    void shouldMakeTheResultAgainWhenTheOneWhoHasItDies() throws IOException {
        try (QueryResult result = run(tables.byScore(JoinStrategy.PARTITIONED_HASH))) {
            int before = result.attempt();
            TROUBLES.plan(new Trouble(Trouble.Kind.DIE, "range", 0));
            await().atMost(LONG).until(() -> result.attempt() > before);

            assertThat(CaseTables.rows(result.page(ROWS / 2, 100)))
                    .isEqualTo(tables.rowsByScore().subList(ROWS / 2, ROWS / 2 + 100));
        }
    }

    @Test
    void shouldSayWhichLineIsMalformedAndAnswerTheNextQuery() throws IOException {
        CaseTables bad = CaseTables.write(directory.resolve("bad"), 1_000);
        List<String> lines = Files.readAllLines(bad.orders().path());
        lines.set(500, "499,oops,1");
        Files.write(bad.orders().path(), lines);
        Plan plan = bad.byScore(JoinStrategy.PARTITIONED_HASH);

        assertThatThrownBy(() -> run(plan))
                .isInstanceOf(QueryFailedException.class)
                .hasMessageContaining("orders.csv, line 501: expected id BIGINT")
                .hasMessageContaining("499,oops,1");
        try (QueryResult result = engine.run(plan, BadLines.SKIP, progress -> {})) {
            assertThat(result.total()).isEqualTo(999);
            assertThat(result.skipped()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAnOffsetPastTheEnd() throws IOException {
        try (QueryResult result = run(tables.byScore(JoinStrategy.PARTITIONED_HASH))) {
            assertThatThrownBy(() -> result.page(ROWS + 1, 10))
                    .hasMessageContaining(Integer.toString(ROWS));
        }
    }

    @Test
    void shouldSayThatAFileIsGone() throws IOException {
        CaseTables gone = CaseTables.write(directory.resolve("gone"), 10);
        Files.delete(gone.users().path());

        assertThatThrownBy(() -> run(gone.byScore(JoinStrategy.PARTITIONED_HASH)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("users.csv");
    }

    @Test
    void shouldLeaveNothingOnDiskWhenAResultIsReleased() throws IOException {
        run(tables.byScore(JoinStrategy.SORT_MERGE)).close();

        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            try (Stream<Path> files = Files.walk(directory.resolve("spill"))) {
                                assertThat(files.filter(Files::isRegularFile)).isEmpty();
                            }
                        });
    }
}
