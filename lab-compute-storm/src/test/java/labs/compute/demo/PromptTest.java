package labs.compute.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import labs.compute.engine.Engine;
import labs.compute.engine.Options;
import labs.compute.sql.Catalog;
import labs.compute.storm.LocalStorm;
import labs.compute.storm.WithStorm;
import labs.compute.table.BadLines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@WithStorm(perClass = true)
@Timeout(120)
class PromptTest {
    @TempDir static Path directory;
    private static Engine engine;
    private static Catalog catalog;
    private int failures;

    @BeforeAll
    static void start(LocalStorm storm) throws IOException {
        Files.writeString(directory.resolve("t.csv"), "id BIGINT,n BIGINT\n1,10\n2,20\n3,10\n");
        Files.writeString(directory.resolve("empty.csv"), "id BIGINT,n BIGINT\n");
        catalog = Catalog.open(directory);
        Path spill = Files.createDirectory(directory.resolve("spill"));
        engine = Engine.start(storm::submit, Options.local(64 << 20).withSpill(spill.toString()));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private String answers(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        var prompt = new Prompt(engine, catalog, BadLines.FAIL, out);
        failures = prompt.read(new BufferedReader(new StringReader(text)), false);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldAnswerTheLastStatementThoughNothingEndsIt() throws IOException {
        assertThat(answers("SELECT SUM(n) FROM t")).contains("40").contains("1 of 1 rows");
        assertThat(failures).isZero();
    }

    @Test
    void shouldAnswerSeveralStatementsOnALineAndPassCommentsOver() throws IOException {
        assertThat(answers("SELECT COUNT(*) FROM t; SELECT MAX(id) + 70 FROM t; -- and no more"))
                .containsSubsequence("count(*)", "3", "max(id) + 70", "73");
        assertThat(failures).isZero();
    }

    @Test
    void shouldKeepTheAnswerWhenAStatementIsMistyped() throws IOException {
        assertThat(answers("SELECT id FROM t ORDER BY 1;\nSELEC id FROM t;\nPAGE 2;"))
                .containsSubsequence("a query begins with SELECT", "id", "3", "from 2 on");
        assertThat(failures).isEqualTo(1);
    }

    @Test
    void shouldGoOnBehindAStatementOfAnyKind() throws IOException {
        String deep = "SELECT id FROM t WHERE " + "NOT ".repeat(3_000) + "id = 1;\n";
        String interval = "SELECT id + INTERVAL '1' DAY FROM t;\n";
        String zero = "SELECT id / (id - 1) FROM t;\n";
        String large = "SELECT SUM(id + 9223372036854775800) FROM t;\n";
        assertThat(answers(deep + interval + zero + large + "page 1;SELECT MIN(n) FROM t"))
                .containsSubsequence(
                        "nested too deeply",
                        "not supported",
                        "division by zero in (t.id / (t.id - 1))",
                        "SUM((t.id + 9223372036854775800)): 27670116110564327406 is no BIGINT",
                        "min(n)",
                        "10");
        assertThat(failures).isEqualTo(5);
    }

    @Test
    void shouldKnowTablesHelpAndQuitInAnyCase() throws IOException {
        assertThat(answers("TABLES\nhelp;\nQuit;\nSELECT 1 FROM t;"))
                .contains("t (id BIGINT, n BIGINT)", "page N")
                .doesNotContain("of 3 rows");
    }

    @Test
    void shouldAnswerAllThatTheSubsetHas() throws IOException {
        String query =
                "SELECT n, COUNT(DISTINCT id), AVG(id) AS mean FROM t GROUP BY 1 HAVING mean >= 2"
                        + " UNION ALL SELECT t.n, e.id, 7 FROM t FULL JOIN empty e ON t.id = e.id"
                        + " AND t.n = e.n WHERE t.id > 1"
                        + " UNION ALL SELECT COUNT(*), NULLS, 0 FROM t ORDER BY 1, 2, 3;";
        assertThat(answers(query.replace("NULLS", "SUM(id)")))
                .containsSubsequence("n  count(distinct id)", "mean")
                .contains("5 of 5 rows")
                .containsSubsequence(
                        "3  ", "6", "0.0", "10", "2", "2.0", "10", "NULL", "7.0", "20", "1", "2.0",
                        "20", "NULL", "7.0");
        assertThat(answers("SELECT COUNT(*), SUM(n) FROM empty; SELECT id FROM empty"))
                .containsSubsequence("0", "NULL", "1 of 1 rows", "0 of 0 rows");
        assertThat(failures).isZero();
    }
}
