package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.query.LocalRunner;
import labs.compute.query.Plan;
import labs.compute.query.QueryFailedException;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.BadLines;
import labs.compute.table.MalformedLineException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is outside of the subset, or means nothing: refused, with the place. */
@Timeout(60)
class SqlRefusalTest {
    private static final String JOIN = " FROM orders o JOIN users u ON o.user_id = u.id";

    @TempDir Path directory;
    private Sql sql;

    @BeforeEach
    void open() throws IOException {
        sql = new Sql(Shop.open(directory), PlanOptions.defaults());
    }

    /** A tilde stands before the place that is to be named. */
    private static Arguments query(String marked, String... words) {
        return Arguments.of(marked, List.of(words));
    }

    static Stream<Arguments> names() {
        return Stream.of(
                query("SELECT ~nme" + JOIN, "no column nme", "amount", "country"),
                query("SELECT ~id" + JOIN, "ambiguous", "o.id or u.id"),
                query("SELECT u.~amount" + JOIN, "no column u.amount", "users", "country"),
                query("SELECT ~users.id" + JOIN, "no table users", "u (users)"),
                query("SELECT ~x.*" + JOIN, "no table x"),
                query("SELECT ~a.b.c" + JOIN, "table.column"),
                query("SELECT o.id FROM ~orderz JOIN users ON a = b", "no table orderz", "orders"),
                query("SELECT o.id FROM orders o JOIN ~people ON a = b", "no table people"),
                query("SELECT 1 FROM orders JOIN ~orders ON a = b", "both tables", "orders"),
                query("SELECT o.id" + JOIN + " WHERE ~nme = 1", "no column nme"),
                query("SELECT o.id" + JOIN + " WHERE amount > ~id", "ambiguous"),
                query("SELECT o.id" + JOIN + " ORDER BY ~nme", "no column nme"),
                query("SELECT o.id" + JOIN + " GROUP BY o.id, ~id", "ambiguous"),
                query("SELECT o.id, u.id" + JOIN + " ORDER BY ~id", "ambiguous", "2 columns"),
                query("SELECT o.id" + JOIN + " ORDER BY 1, ~2", "no column 2", "has 1"),
                query("SELECT o.id" + JOIN + " ORDER BY ~0", "no column 0"));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                query("SELECT o.id" + JOIN + " WHERE day = ~20260101", "DATE", "BIGINT"),
                query("SELECT o.id" + JOIN + " WHERE ~20260101 < day", "DATE", "BIGINT"),
                query("SELECT o.id" + JOIN + " WHERE day > ~'2026-01-01'", "DATE '2026-11-26'"),
                query("SELECT o.id" + JOIN + " WHERE amount = ~DATE '2026-01-01'", "BIGINT"),
                query("SELECT o.id" + JOIN + " WHERE day = ~DATE '2026-02-30'", "is no date"),
                query("SELECT o.id" + JOIN + " WHERE amount = ~1.5", "whole number"),
                query("SELECT o.id" + JOIN + " WHERE amount < ~9223372036854775808", "range"),
                query("SELECT o.id" + JOIN + " WHERE amount > ~-9223372036854775808", "range"),
                query("SELECT o.id" + JOIN + " WHERE day < ~amount", "o.day is a DATE", "BIGINT"),
                query("SELECT o.id" + JOIN + " WHERE day IN (~1)", "DATE"),
                query("SELECT o.id" + JOIN + " WHERE day BETWEEN ~1 AND since", "DATE"),
                query("SELECT 1 FROM orders o JOIN users u ON o.day = ~u.id", "DATE", "BIGINT"),
                query("SELECT SUM(~day)" + JOIN, "DATE", "SUM", "MIN"),
                query("SELECT o.id" + JOIN + " WHERE amount = ~NULL", "IS NULL"));
    }

    static Stream<Arguments> groups() {
        return Stream.of(
                query("SELECT country, ~o.id" + JOIN + " GROUP BY country", "GROUP BY", "o.id"),
                query("SELECT COUNT(*), ~amount" + JOIN, "o.amount", "many values"),
                query("SELECT ~*" + JOIN + " GROUP BY o.id", "many values"),
                query("SELECT COUNT(*)" + JOIN + " ORDER BY ~amount", "many values"),
                query("SELECT ~amount" + JOIN + " ORDER BY COUNT(*)", "many values"),
                query("SELECT country" + JOIN + " GROUP BY ~2", "no column 2", "has 1"),
                query("SELECT ~amount" + JOIN + " GROUP BY 1 + 0", "many values"),
                query("SELECT COUNT(*)" + JOIN + " GROUP BY ~1", "COUNT(*)", "whole group"),
                query("SELECT SUM(amount) AS s" + JOIN + " GROUP BY ~s", "whole group"),
                query("SELECT country" + JOIN + " GROUP BY ~ROLLUP(country)", "ROLLUP"),
                query("SELECT ~country" + JOIN + " GROUP BY country + 1", "many values"),
                query("SELECT ~country + amount" + JOIN + " GROUP BY country", "o.amount"),
                query("SELECT 1" + JOIN + " HAVING ~amount > 1", "o.amount", "many values"),
                query("SELECT 1" + JOIN + " HAVING COUNT(*) > ~amount", "many values"),
                query("SELECT ~amount" + JOIN + " HAVING COUNT(*) > 1", "many values"),
                query("SELECT 1" + JOIN + " HAVING ~COUNT(*)", "compares"),
                query("SELECT 1" + JOIN + " HAVING COUNT(*) > ~1.5", "whole number"),
                query("SELECT 1" + JOIN + " HAVING MAX(day) > ~3", "MAX(o.day)", "DATE"));
    }

    static Stream<Arguments> outside() {
        return Stream.of(
                query("SELECT ~DISTINCT amount" + JOIN, "DISTINCT", "GROUP BY"),
                query("SELECT DISTINCT ~a FROM t".replace("DISTINCT ~", "~DISTINCT "), "DISTINCT"),
                query("SELECT ~1.5" + JOIN, "whole number"),
                query("SELECT amount * ~1.5" + JOIN, "whole number"),
                query("SELECT ~'a'" + JOIN, "'a'", "not supported"),
                query("SELECT ~NULL" + JOIN, "NULL", "not supported"),
                query("SELECT ~day + day" + JOIN, "DATE + DATE"),
                query("SELECT ~1 - day" + JOIN, "BIGINT - DATE"),
                query("SELECT ~day * 2" + JOIN, "DATE * BIGINT"),
                query("SELECT ~-day" + JOIN, "BIGINT - DATE"),
                query("SELECT ~amount || amount" + JOIN, "not supported"),
                query("SELECT ~MOD(amount, 2)" + JOIN, "MOD", "%"),
                query("SELECT SUM(~MAX(amount))" + JOIN, "another aggregate"),
                query("SELECT AVG(~day)" + JOIN, "DATE", "AVG"),
                query("SELECT SUM(~amount / 2)" + JOIN, "DOUBLE", "order"),
                query("SELECT SUM(~DISTINCT amount)" + JOIN, "COUNT(DISTINCT"),
                query("SELECT COUNT(DISTINCT ~*)" + JOIN, "did not expect *"),
                query("SELECT ~COUNT(DISTINCT amount, country)" + JOIN, "one value"),
                query("SELECT ~UPPER(amount)" + JOIN, "UPPER"),
                query("SELECT ~SUM(amount, amount)" + JOIN, "one value"),
                query("SELECT SUM(~*)" + JOIN, "COUNT(*)"),
                query("SELECT ~COUNT(*) OVER ()" + JOIN, "OVER"),
                query("SELECT ~COUNT(*) FILTER (WHERE amount > 1)" + JOIN, "FILTER"),
                query("SELECT ~CASE WHEN amount = 1 THEN 2 END" + JOIN, "CASE"),
                query("~SELECT 1", "reads a table"),
                query("SELECT id FROM (~VALUES (1)) AS t", "name a table"),
                query("SELECT o.id FROM orders o CROSS ~JOIN users u", "CROSS"),
                query("SELECT o.id FROM orders o~, users u WHERE o.id = u.id", "INNER, LEFT"),
                query("SELECT o.id FROM orders o ~NATURAL JOIN users u", "ON"),
                query("SELECT o.id FROM orders o JOIN users u ~USING (id)", "ON"),
                query("SELECT o.id FROM (~SELECT 1) o JOIN users u ON o.id = u.id", "subquery"),
                query("SELECT o.id FROM orders o JOIN users u ON ~o.id < u.id", "equality"),
                query("SELECT o.id FROM orders o JOIN users u ON ~o.id = amount", "equality"),
                query("SELECT o.id FROM orders o JOIN users u ON ~o.id = 3", "equality"),
                query(
                        "SELECT o.id FROM orders o LEFT JOIN users u ON o.id = u.id AND ~amount > 3",
                        "LEFT JOIN",
                        "u alone"),
                query(
                        "SELECT o.id FROM orders o RIGHT JOIN users u ON o.id = u.id AND ~since"
                                + " > DATE '2026-01-01'",
                        "RIGHT JOIN",
                        "o alone"),
                query(
                        "SELECT o.id FROM orders o FULL JOIN users u ON o.id = u.id AND ~amount > 3",
                        "FULL JOIN",
                        "WHERE"),
                query(
                        "SELECT /*+ ~broadcast_hash */ o.id FROM orders o FULL JOIN users u"
                                + " ON o.id = u.id",
                        "PARTITIONED_HASH only"),
                query("SELECT /*+ ~sort_merge */ id FROM orders", "no JOIN"),
                query("SELECT /*+ ~sort_merge(o) */ o.id" + JOIN, "parentheses"),
                query("SELECT /*+ sort_merge, ~broadcast_hash */ o.id" + JOIN, "second hint"),
                query("SELECT o.id" + JOIN + " WHERE ~amount", "compares"),
                query("SELECT o.id" + JOIN + " WHERE ~amount + 1 = 2", "compares"),
                query("SELECT o.id" + JOIN + " WHERE 1 = ~1", "compares"),
                query("SELECT o.id" + JOIN + " WHERE ~amount LIKE '1%'", "compares"),
                query("SELECT o.id" + JOIN + " WHERE ~amount IS TRUE", "compares"),
                query("SELECT o.id" + JOIN + " WHERE amount IN (~SELECT 1)", "list the values"),
                query("SELECT o.id" + JOIN + " WHERE ~EXISTS (SELECT 1)", "compares"),
                query("SELECT o.id" + JOIN + " WHERE ~amount BETWEEN SYMMETRIC 1 AND 2", "SYMM"),
                query("SELECT o.id" + JOIN + " LIMIT ~1.5", "LIMIT", "whole"),
                query("SELECT o.id" + JOIN + " LIMIT ~?", "LIMIT"),
                query("SELECT 1 FROM orders ~UNION SELECT 1 FROM users", "UNION"),
                query("SELECT 1 FROM orders ~EXCEPT SELECT 1 FROM users", "EXCEPT"),
                query("SELECT 1 FROM orders UNION ALL SELECT ~1, 2 FROM users", "2 columns", "1"),
                query("SELECT id FROM orders UNION ALL SELECT ~day FROM orders", "DATE", "BIGINT"),
                query(
                        "SELECT id FROM orders UNION ALL SELECT id FROM users ORDER BY ~amount",
                        "names and positions"),
                query(
                        "SELECT id FROM orders UNION ALL SELECT id FROM users ORDER BY ~id + 1",
                        "names and positions"),
                query("SELECT id FROM orders UNION ALL SELECT ~nme FROM users", "no column nme"),
                query(
                        "SELECT id FROM users UNION ALL ~(SELECT 1 FROM users ORDER BY 1)",
                        "behind the last"),
                query("~WITH t AS (SELECT 1) SELECT 1 FROM t", "WITH"),
                query("~DELETE FROM orders", "DELETE"),
                query("SELECT /*+ ~nested_loops */ o.id" + JOIN, "no such strategy"));
    }

    static Stream<Arguments> noSql() {
        return Stream.of(
                query("~", "no query"),
                query("~hello", ""),
                query("~SELECTT o.id" + JOIN, ""),
                query("SELECT o.id" + JOIN + " ~wehre amount = 1", "wehre", "WHERE"),
                query("SELECT o.id" + JOIN + "~; SELECT 2", ";"),
                query("SELECT o.id" + JOIN + " ~LIMIT -3", "LIMIT"));
    }

    @ParameterizedTest
    @MethodSource({"names", "types", "groups", "outside", "noSql"})
    void shouldSayWhereAndWhat(String marked, List<String> words) {
        SqlException refused = refused(marked.replace("~", ""));

        assertThat(refused.problem()).as("of: %s", marked).contains(words);
        assertThat(refused.line()).isEqualTo(1);
        assertThat(refused.column()).as("of: %s", marked).isEqualTo(marked.indexOf('~') + 1);
    }

    @Test
    void shouldShowTheLineWithACaretBeneath() {
        assertThat(
                        refused(
                                "EXPLAIN SELECT o.id,\n\tnme\nFROM orders o JOIN users u ON o.id = u.id"))
                .hasMessage(
                        "line 2, column 2: there is no column nme: o (orders) has id, user_id,"
                                + " amount, day; u (users) has id, country, since\n"
                                + "  \tnme\n"
                                + "  \t^");
    }

    @Test
    void shouldShowOfALongLineWhatIsAroundThePlace() {
        String many = "amount, ".repeat(500);

        assertThat(refused("SELECT " + many + "nme, " + many + "day" + JOIN).getMessage().lines())
                .allMatch(line -> line.length() < 250, "no line goes over the screen's end")
                .anyMatch(line -> line.contains("nme, amount"));
    }

    @Test
    void shouldCountPlacesFromTheBeginningOfAnExplain() {
        assertThat(refused("EXPLAIN SELECT nme" + JOIN))
                .hasMessageStartingWith("line 1, column 16:")
                .hasMessageContaining("\n  EXPLAIN SELECT nme FROM");
    }

    @Test
    void shouldTakeCapitalsQuotesAndASemicolon() throws IOException {
        Plan plan =
                sql.plan(
                        "select \"AMOUNT\" As N"
                                + JOIN.toUpperCase(Locale.ROOT)
                                + " Order By n ; \n");

        assertThat(plan.columns().get(0).name()).isEqualTo("n");
    }

    static Stream<Arguments> deep() {
        return Stream.of(
                        nested("", "(", 100, "o.id", ")"),
                        nested("", "-(", 100, "o.id", ")"),
                        nested("", "- ", 100, "o.id", ""),
                        nested("", "CASE WHEN 1 = 1 THEN ", 100, "1", " END"),
                        nested("", "SUM(", 100, "o.id", ")"),
                        nested("o.id" + JOIN + " WHERE ", "NOT ", 100, "amount = 1", ""),
                        nested("o.id" + JOIN + " WHERE ", "(", 100, "amount = 1", ")"),
                        nested("o.id" + JOIN + " WHERE ", "NOT (", 100, "amount = 1", ")"),
                        nested("1" + JOIN + " HAVING ", "NOT ", 100, "COUNT(*) = 1", ""),
                        nested("o.id" + JOIN + " ORDER BY ", "(", 100, "amount", ")"),
                        nested("o.id FROM ", "(", 100, "SELECT 1", ")"))
                .flatMap(depths -> depths);
    }

    /** So often that it is one too much, 1,000 times and 30,000 times. */
    private static Stream<Arguments> nested(
            String before, String open, int most, String inner, String close) {
        return Stream.of(most + 1, 1_000, 30_000)
                .map(
                        n ->
                                Arguments.of(
                                        "SELECT " + before,
                                        open.repeat(n) + inner + close.repeat(n)));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("deep")
    void shouldRefuseWhatIsNestedTooDeeplyWithItsPlace(String before, String nested) {
        String tail = before.contains("FROM") ? "" : JOIN;
        SqlException refused = refused(before + nested + tail);

        assertThat(refused.problem()).contains("nested too deeply: at most 100 levels");
        assertThat(refused.column())
                .as("a place in what is nested")
                .isBetween(before.length() + 1, before.length() + 102 * 23);
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " - amount", " AND amount = 1", " OR 1 < amount"})
    void shouldNotOverflowTheStackOnLongChains(String part) {
        String query =
                part.contains("=") || part.contains("<")
                        ? "SELECT amount" + JOIN + " WHERE amount = 2" + part.repeat(5_000)
                        : "SELECT amount" + part.repeat(5_000) + JOIN;
        Throwable failure = catchThrowable(() -> sql.plan(query));
        if (failure != null) {
            assertThat(failure).isInstanceOf(SqlException.class).hasMessageContaining("at most");
        }
    }

    /** Of some Calcite says only the name of a class that it did not find, or a number. */
    static Stream<Arguments> beyondTheParser() {
        return Stream.of(
                query("SELECT o.id" + JOIN + " WHERE day > ~INTERVAL '1' DAY", "not supported"),
                query("SELECT day + ~INTERVAL 1 DAY" + JOIN, "not supported"),
                query("SELECT CAST(day AS ~INTERVAL DAY)" + JOIN, "not supported"),
                query("SELECT ~u&'\\zz'" + JOIN, "escape"),
                query("SELECT ~_latin9'x'" + JOIN, "latin9"),
                query("SELECT {d '2026-99-99'~}" + JOIN, "2026-99-99"),
                query("SELECT ~{ts '2026'}" + JOIN, "2026"),
                query("SELECT ~{fn abs(1)}" + JOIN, "not supported"),
                query("SELECT ~X'abc'" + JOIN, "not supported"),
                query("SELECT ~TIME '25:00:00'" + JOIN, "not supported"),
                query("SELECT ~1e400" + JOIN, "range"),
                query("SELECT o.id" + JOIN + " WHERE amount < ~1e999999999", "range"),
                query("SELECT o.id" + JOIN + " LIMIT ~99999999999999999999", "range"),
                query("SELECT id FROM ~orders TABLESAMPLE SYSTEM(1000)", ""),
                query("SELECT ~amount[1]" + JOIN, "not supported"),
                query("SELECT ~'it" + JOIN, "'"),
                query("SELECT ~\"it" + JOIN, "\""));
    }

    @ParameterizedTest
    @MethodSource("beyondTheParser")
    void shouldSayInASentenceWhatTheParserStumblesOver(String marked, List<String> words) {
        SqlException refused = refused(marked.replace("~", ""));

        assertThat(refused.problem())
                .contains(words)
                .contains(" ")
                .doesNotContain("org.", "org/", "Exception", "null");
        assertThat(refused.column()).as("of: %s", marked).isEqualTo(marked.indexOf('~') + 1);
    }

    @Test
    void shouldTakeADateAsJdbcWritesItAndAnAllThatChangesNothing() throws IOException {
        assertThat(
                        sql.plan(
                                "SELECT ALL COUNT(ALL amount)"
                                        + JOIN
                                        + " WHERE day < {d '2026-01-02'}"))
                .isEqualTo(
                        sql.plan("SELECT COUNT(amount)" + JOIN + " WHERE day < DATE '2026-01-02'"));
    }

    @Test
    void shouldNotOverflowTheStackOnLongConditions() throws IOException {
        String any =
                IntStream.range(0, 3_000)
                        .mapToObj(i -> "amount = " + i)
                        .reduce((a, b) -> a + " OR " + b)
                        .orElseThrow();

        assertThat(sql.plan("SELECT amount" + JOIN + " WHERE " + any)).isNotNull();
    }

    @Test
    void shouldSayWhichFileIsMissing() throws IOException {
        Files.delete(directory.resolve("users.csv"));

        assertThatThrownBy(() -> sql.plan("SELECT amount" + JOIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("users.csv");
        assertThatThrownBy(() -> Catalog.open(directory.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"900000000000000000", "-900000000000000000"})
    void shouldNameTheSumThatIsNoBigint(String value) throws IOException {
        Files.writeString(
                directory.resolve("orders.csv"),
                "id BIGINT,user_id BIGINT,amount BIGINT,day DATE\n"
                        + ("1,1," + value + ",\n").repeat(11));
        Plan plan = sql.plan("SELECT country, SUM(amount) AS total" + JOIN + " GROUP BY country");

        try (var spill = SpillDirectory.open(directory)) {
            var budget = new MemoryBudget(1 << 20);
            assertThatThrownBy(() -> LocalRunner.run(plan, BadLines.FAIL, budget, spill))
                    .isInstanceOf(QueryFailedException.class)
                    .hasMessageContaining("SUM(o.amount): " + value.replace("9", "99"))
                    .hasRootCauseInstanceOf(ArithmeticException.class);
            assertThat(budget.used()).as("memory not given back").isZero();
            assertThat(spill.path()).isEmptyDirectory();
        }
    }

    @Test
    void shouldNameAMalformedLineAndLeaveNothingBehindOrPassItOver() throws IOException {
        Files.writeString(directory.resolve("users.csv"), "id BIGINT,country BIGINT\n1,49\n2,x\n");
        sql = new Sql(Catalog.open(directory), PlanOptions.defaults());
        Plan plan = sql.plan("SELECT amount, country" + JOIN);

        try (var spill = SpillDirectory.open(directory)) {
            var budget = new MemoryBudget(1 << 20);
            assertThatThrownBy(() -> LocalRunner.run(plan, BadLines.FAIL, budget, spill))
                    .isInstanceOf(MalformedLineException.class)
                    .hasMessageContaining("users.csv, line 3");
            assertThat(budget.used()).as("memory not given back").isZero();
            try (var result = LocalRunner.run(plan, BadLines.SKIP, budget, spill)) {
                assertThat(result.skipped()).isEqualTo(1);
                assertThat(result.total()).as("orders of user 1").isEqualTo(2);
            }
            assertThat(spill.path()).isEmptyDirectory();
        }
    }

    private SqlException refused(String text) {
        SqlException refused = catchThrowableOfType(SqlException.class, () -> sql.plan(text));
        assertThat(refused).as("should be refused: %s", text).isNotNull();
        return refused;
    }
}
