package labs.compute.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinSpec.Equality;
import labs.compute.join.JoinStrategy;
import labs.compute.join.JoinType;
import labs.compute.query.ColumnValue;
import labs.compute.query.Condition;
import labs.compute.query.Formula;
import labs.compute.query.Grouping;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.query.Grouping.Function;
import labs.compute.query.Plan;
import labs.compute.query.Scan;
import labs.compute.query.Select;
import labs.compute.query.Value;
import labs.compute.sort.SortKey;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where conditions go, which columns travel, and how tables are joined. */
@Timeout(60)
class PlannerTest {
    private static final String INNER = " FROM orders o JOIN users u ON o.user_id = u.id";
    private static final String FULL = " FROM orders o FULL JOIN users u ON o.user_id = u.id";
    private static final String RIGHT = " FROM orders o RIGHT JOIN users u ON o.user_id = u.id";
    private static final String LEFT = " FROM orders o LEFT JOIN users u ON o.user_id = u.id";

    @TempDir Path directory;
    private Sql sql;

    @BeforeEach
    void open() throws IOException {
        sql = new Sql(Shop.open(directory), PlanOptions.defaults());
    }

    static Stream<Arguments> pushdowns() {
        String both = " WHERE amount > 15 AND country = 49";
        return Stream.of(
                Arguments.of(INNER + both, "amount > 15", "country = 49", "-"),
                Arguments.of(LEFT + both, "amount > 15", "-", "country = 49"),
                Arguments.of(FULL + both, "-", "-", "amount > 15 AND country = 49"),
                Arguments.of(LEFT + " WHERE country IS NULL", "-", "-", "country IS NULL"),
                Arguments.of(LEFT + " AND country = 49", "-", "country = 49", "-"),
                Arguments.of(INNER + " AND amount > 15", "amount > 15", "-", "-"),
                Arguments.of(INNER + " WHERE 15 < amount", "amount > 15", "-", "-"),
                Arguments.of(INNER + " AND country > amount", "-", "-", "country > amount"),
                Arguments.of(LEFT + " WHERE amount < country", "-", "-", "amount < country"),
                Arguments.of(
                        INNER + " WHERE amount > 15 OR country = 49",
                        "-",
                        "-",
                        "(amount > 15 OR country = 49)"),
                Arguments.of(
                        INNER + " AND o.user_id = u.country WHERE amount = 1 AND amount <> 2",
                        "amount = 1 AND amount <> 2",
                        "-",
                        "-"));
    }

    @ParameterizedTest
    @MethodSource("pushdowns")
    void shouldFilterAsEarlyAsTheJoinAllows(String query, String left, String right, String joined)
            throws IOException {
        Select plan = only("SELECT amount" + query);

        List<Column> lefts = columns(plan.left());
        List<Column> rights = columns(plan.right());
        assertThat(text(plan.left().filter(), lefts)).as("while orders are read").isEqualTo(left);
        assertThat(text(plan.right().filter(), rights)).as("while users are read").isEqualTo(right);
        List<Column> both =
                Stream.concat(
                                lefts.stream().limit(plan.left().width()),
                                rights.stream().limit(plan.right().width()))
                        .toList();
        assertThat(text(plan.where(), both)).as("behind the join").isEqualTo(joined);
    }

    private Select only(String query) throws IOException {
        return sql.plan(query).selects().get(0);
    }

    /** Of values that are columns. */
    private static List<Integer> columns(List<Value> values) {
        return values.stream().map(value -> ((ColumnValue) value).column()).toList();
    }

    private static String text(Condition condition, List<Column> columns) {
        return condition instanceof Formula formula ? formula.text(columns) : "-";
    }

    private static List<Column> columns(Scan scan) {
        return scan.columns().stream().map(scan.table().columns()::get).toList();
    }

    @Test
    void shouldSendOnOnlyTheColumnsThatAreNeededBehindTheScan() throws IOException {
        Select plan =
                only("SELECT amount" + INNER + " WHERE day > DATE '2026-01-01' AND o.id < country");

        assertThat(names(plan.left()))
                .as("read of orders: the key, amount, id; and day for the filter alone")
                .containsExactly("id", "user_id", "amount", "day");
        assertThat(plan.left().width()).as("of them go to the join").isEqualTo(3);
        assertThat(names(plan.right())).as("read of users").containsExactly("id", "country");
        assertThat(plan.join())
                .as("columns are counted in what is left of the tables")
                .isEqualTo(new JoinSpec(JoinType.INNER, 1, 3, 0, 2));
        assertThat(columns(plan.output())).as("amount, in a joined row").containsExactly(2);
        assertThat(plan.trimmedJoin().unused())
                .as("the keys: nobody looks at them behind the join")
                .containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void shouldTurnARightJoinIntoALeftOneOfTheOtherTable() throws IOException {
        Select select =
                only("SELECT amount, country" + RIGHT + " AND amount > 3 WHERE country > 4");

        assertThat(select.left().table().name()).isEqualTo("users");
        assertThat(select.join()).isEqualTo(new JoinSpec(JoinType.LEFT, 0, 2, 0, 2));
        assertThat(text(select.left().filter(), columns(select.left()))).isEqualTo("country > 4");
        assertThat(text(select.right().filter(), columns(select.right()))).isEqualTo("amount > 3");
        assertThat(columns(select.output())).as("users first").containsExactly(3, 1);
        assertThat(sql.plan("SELECT *" + RIGHT).columns())
                .as("in the order of the query")
                .extracting(Column::name)
                .startsWith("id", "user_id", "amount");
    }

    @Test
    void shouldJoinBySecondEqualitiesToo() throws IOException {
        Select select =
                only("SELECT 1" + LEFT + " AND u.country = amount AND since > DATE '2020-01-01'");

        assertThat(select.join())
                .as("orders' user_id and amount, users' id and country")
                .isEqualTo(new JoinSpec(JoinType.LEFT, 0, 2, 0, 2, List.of(new Equality(1, 1))));
    }

    @Test
    void shouldGroupByPositionsNamesAndWhatIsComputed() throws IOException {
        String key = "SELECT amount % 7 AS rest, COUNT(*)" + INNER + " GROUP BY ";
        Select plain = only(key + "amount % 7");

        assertThat(plain.derived()).extracting(Value::text).containsExactly("(o.amount % 7)");
        assertThat(plain.groups().keys()).as("behind the joined columns").containsExactly(3);
        assertThat(only(key + "1")).isEqualTo(plain);
        assertThat(only(key + "rest")).isEqualTo(plain);
        Select column = only("SELECT country % 2 AS amount, COUNT(*) AS n" + INNER + " GROUP BY 1");
        assertThat(column.derived()).hasSize(1);
        assertThat(
                        catchThrowable(
                                () ->
                                        only(
                                                "SELECT country % 2 AS amount"
                                                        + INNER
                                                        + " GROUP BY amount")))
                .as("a column goes before a name of the answer: country has many values")
                .isInstanceOf(SqlException.class);
    }

    @Test
    void shouldLookAtHavingBehindTheGroupsAndCutItsColumnsOff() throws IOException {
        Plan plan =
                sql.plan(
                        "SELECT country, COUNT(*) AS n"
                                + INNER
                                + " GROUP BY 1 HAVING n > 1 AND AVG(amount) >= SUM(o.id) ORDER BY MAX(day)");
        Select select = plan.selects().get(0);

        assertThat(select.width()).as("country, n, max(day)").isEqualTo(3);
        assertThat(select.output()).extracting(Value::text).startsWith("u.country", "COUNT(*)");
        assertThat(((Formula) select.having()).columns().toArray()).contains(1).hasSize(3);
        assertThat(plan.columns()).hasSize(3);
        assertThat(plan.shown()).isEqualTo(2);
    }

    @Test
    void shouldGiveDoublesWhereOneSelectOfAUnionHasThem() throws IOException {
        Plan plan =
                sql.plan(
                        "SELECT id AS n, day FROM orders UNION ALL SELECT AVG(id), MAX(since) FROM users"
                                + " ORDER BY n DESC, 2 LIMIT 3");

        assertThat(plan.selects()).hasSize(2);
        assertThat(plan.columns())
                .containsExactly(
                        new Column("n", ColumnType.DOUBLE), new Column("day", ColumnType.DATE));
        assertThat(plan.order())
                .isEqualTo(SortOrder.of(2, SortKey.descending(0), SortKey.ascending(1)));
    }

    private static List<String> names(Scan scan) {
        return columns(scan).stream().map(Column::name).toList();
    }

    @Test
    void shouldJoinByTheEqualityWhicheverWayRoundItIs() throws IOException {
        Select plan =
                only(
                        "SELECT amount FROM orders o LEFT JOIN users u"
                                + " ON country = 49 AND u.id = o.user_id");

        assertThat(plan.join()).isEqualTo(new JoinSpec(JoinType.LEFT, 0, 2, 0, 1));
    }

    @Test
    void shouldComputeEachAggregateOnceAndSortByWhatIsNotShown() throws IOException {
        Plan plan =
                sql.plan(
                        "SELECT COUNT(*) AS n, country, COUNT(*)"
                                + INNER
                                + " GROUP BY country, o.user_id ORDER BY MAX(day) DESC, country"
                                + " LIMIT 10 OFFSET 20");

        Select select = plan.selects().get(0);
        assertThat(select.groups())
                .as("joined rows: user_id, day; id, country")
                .isEqualTo(
                        new Grouping(
                                List.of(3, 0),
                                List.of(
                                        new Aggregate(Function.COUNT, -1, "COUNT(*)"),
                                        new Aggregate(Function.MAX, 1, "MAX(o.day)"))));
        assertThat(columns(select.output())).as("of a group's row").containsExactly(2, 0, 2, 3);
        assertThat(plan.shown()).as("columns of the answer; MAX(day) is not one").isEqualTo(3);
        assertThat(plan.columns())
                .containsExactly(
                        new Column("n", ColumnType.BIGINT),
                        new Column("country", ColumnType.BIGINT),
                        new Column("count(*)", ColumnType.BIGINT),
                        new Column("max(day)", ColumnType.DATE));
        assertThat(plan.order())
                .isEqualTo(SortOrder.of(4, SortKey.descending(3), SortKey.ascending(1)));
        assertThat(plan.offset()).isEqualTo(20);
        assertThat(plan.limit()).isEqualTo(10);
    }

    @Test
    void shouldTakeNamesPositionsAndColumnsToSortBy() throws IOException {
        Plan plan =
                sql.plan(
                        "SELECT amount AS day, o.id AS x"
                                + INNER
                                + " ORDER BY 2 DESC NULLS FIRST, day NULLS FIRST, o.day");

        assertThat(plan.order().keys())
                .as("the name in the answer comes before the table's column")
                .startsWith(
                        new SortKey(1, true, true),
                        new SortKey(0, false, true),
                        new SortKey(2, false, false));
    }

    @Test
    void shouldPutNullsLastBothWaysUnlessAskedOtherwise() throws IOException {
        Plan plan = sql.plan("SELECT amount, country" + INNER + " ORDER BY amount DESC, country");

        assertThat(plan.order().keys())
                .containsExactly(SortKey.descending(0), SortKey.ascending(1));
    }

    @Test
    void shouldTakeEitherWayToAskForAPage() throws IOException {
        Plan page = sql.plan("SELECT amount" + INNER + " OFFSET 40 ROWS FETCH NEXT 20 ROWS ONLY");
        assertThat(page.offset()).isEqualTo(40);
        assertThat(page.limit()).isEqualTo(20);
        Plan all = sql.plan("SELECT amount" + INNER);
        assertThat(all.offset()).isZero();
        assertThat(all.limit()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldWriteStarsOut() throws IOException {
        assertThat(sql.plan("SELECT *" + INNER).columns())
                .extracting(Column::name)
                .containsExactly("id", "user_id", "amount", "day", "id", "country", "since");
        assertThat(sql.plan("SELECT u.*, amount" + INNER).columns())
                .extracting(Column::name)
                .containsExactly("id", "country", "since", "amount");
    }

    @Test
    void shouldSendASmallRightTableToEveryTaskAndNotALargeOne() throws IOException {
        PlanOptions options = PlanOptions.defaults();
        long limit = 10_000;
        var tight =
                new PlanOptions(
                        limit,
                        options.splitBytes(),
                        options.partitions(),
                        options.ranges(),
                        options.forced());
        var small = new Sql(Shop.withUsersOf(9_995, directory), tight);
        assertThat(small.plan("SELECT amount" + INNER).selects().get(0).strategy())
                .as("9,995 bytes of at most 10,000")
                .isEqualTo(JoinStrategy.BROADCAST_HASH);
        var large = new Sql(Shop.withUsersOf(10_000, directory), tight);
        assertThat(large.plan("SELECT amount" + INNER).selects().get(0).strategy())
                .as("10,000 bytes are not less than 10,000")
                .isEqualTo(JoinStrategy.PARTITIONED_HASH);
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void shouldDoAsTheHintSaysAndElseAsWasAskedFor(JoinStrategy strategy) throws IOException {
        String hinted =
                "SELECT /*+ " + strategy.name().toLowerCase(Locale.ROOT) + " */ amount" + INNER;
        var forced =
                new Sql(Shop.open(directory), PlanOptions.defaults().with(JoinStrategy.SORT_MERGE));

        assertThat(forced.plan(hinted).selects().get(0).strategy())
                .as("the hint comes first")
                .isEqualTo(strategy);
        assertThat(forced.plan("SELECT amount" + INNER).selects().get(0).strategy())
                .isEqualTo(JoinStrategy.SORT_MERGE);
    }
}
