package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
                query("SELECT country" + JOIN + " GROUP BY ~1", "names of columns"),
                query("SELECT country" + JOIN + " GROUP BY ~ROLLUP(country)", "names of columns"),
                query("SELECT country" + JOIN + " GROUP BY ~country + 1", "names of columns"));
    }

    static Stream<Arguments> outside() {
        return Stream.of(
                query("SELECT ~DISTINCT amount" + JOIN, "DISTINCT", "GROUP BY"),
                query("SELECT country" + JOIN + " GROUP BY country HAVING ~COUNT(*) > 1", "HAVING"),
                query("SELECT ~amount + 1" + JOIN, "not supported", "SUM"),
                query("SELECT ~1" + JOIN, "not supported"),
                query("SELECT ~AVG(amount)" + JOIN, "AVG", "SUM"),
                query("SELECT ~UPPER(amount)" + JOIN, "UPPER"),
                query("SELECT COUNT(~DISTINCT amount)" + JOIN, "DISTINCT"),
                query("SELECT ~SUM(amount + 1)" + JOIN, "one column"),
                query("SELECT ~SUM(amount, amount)" + JOIN, "one column"),
                query("SELECT SUM(~*)" + JOIN, "COUNT(*)"),
                query("SELECT ~COUNT(*) OVER ()" + JOIN, "OVER"),
                query("SELECT ~COUNT(*) FILTER (WHERE amount > 1)" + JOIN, "FILTER"),
                query("SELECT ~CASE WHEN amount = 1 THEN 2 END" + JOIN, "CASE"),
                query("~SELECT 1", "joins two tables"),
                query("SELECT id FROM ~orders", "joins two tables"),
                query("SELECT o.id FROM orders o RIGHT ~JOIN users u ON o.id = u.id", "RIGHT"),
                query("SELECT o.id FROM orders o FULL ~JOIN users u ON o.id = u.id", "FULL"),
                query("SELECT o.id FROM orders o CROSS ~JOIN users u", "CROSS"),
                query("SELECT o.id FROM orders o~, users u WHERE o.id = u.id", "INNER JOIN"),
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
                query("~SELECT o.id" + JOIN + " UNION SELECT 1", "UNION"),
                query("~WITH t AS (SELECT 1) SELECT 1 FROM t", "WITH"),
                query("~DELETE FROM orders", "DELETE"),
                query("SELECT ~/*+ nested_loops */ o.id" + JOIN, ""));
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
                    .hasMessageContaining("total")
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
