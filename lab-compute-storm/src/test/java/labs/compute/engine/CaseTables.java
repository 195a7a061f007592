package labs.compute.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import labs.compute.demo.CaseData;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinStrategy;
import labs.compute.join.JoinType;
import labs.compute.query.ColumnValue;
import labs.compute.query.Condition;
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
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Table;

/** The case's tables, small, with queries on them and their answers. */
record CaseTables(CaseData data, Table orders, Table users) {
    private static final Comparator<List<Long>> BY_SCORE =
            Comparator.<List<Long>, Long>comparing(row -> row.get(2), Comparator.reverseOrder())
                    .thenComparing(row -> row.get(0));

    static CaseTables write(Path directory, int rows) throws IOException {
        var data = new CaseData(rows);
        Files.createDirectories(directory);
        data.write(directory, written -> {});
        return new CaseTables(data, data.orders(directory), data.users(directory));
    }

    /** {@code SELECT o.id, amount, score … ORDER BY score DESC, o.id}. */
    Plan byScore(JoinStrategy strategy) {
        var columns = List.of(bigint("id"), bigint("amount"), bigint("score"));
        return new Plan(
                List.of(select(strategy, null, List.of(value(0), value(2), value(4)))),
                columns,
                3,
                SortOrder.of(3, SortKey.descending(2), SortKey.ascending(0)),
                0,
                Long.MAX_VALUE);
    }

    private Select select(JoinStrategy strategy, Grouping grouping, List<Value> output) {
        return new Select(
                new Scan(orders, List.of(0, 1, 2), Condition.none()),
                new Scan(users, List.of(0, 1), Condition.none()),
                new JoinSpec(JoinType.INNER, 1, 3, 0, 2),
                strategy,
                grouping,
                output);
    }

    private static Value value(int column) {
        return new ColumnValue(column, ColumnType.BIGINT, "column " + column);
    }

    List<List<Long>> rowsByScore() {
        var rows = new ArrayList<List<Long>>();
        for (long id = 0; id < data.rows(); id++) {
            rows.add(List.of(id, data.amountOf(id), data.scoreOf(data.userOf(id))));
        }
        rows.sort(BY_SCORE);
        return rows;
    }

    /** {@code SELECT u.id, COUNT(*), SUM(amount) … GROUP BY u.id ORDER BY COUNT(*) DESC, u.id}. */
    Plan byUser(JoinStrategy strategy) {
        var aggregates = List.of(new Aggregate(Function.COUNT, -1), new Aggregate(Function.SUM, 2));
        var grouping = new Grouping(List.of(3), aggregates);
        return new Plan(
                List.of(select(strategy, grouping, List.of(value(0), value(1), value(2)))),
                List.of(bigint("id"), bigint("count"), bigint("sum")),
                3,
                SortOrder.of(3, SortKey.descending(1), SortKey.ascending(0)),
                0,
                Long.MAX_VALUE);
    }

    List<List<Long>> rowsByUser() {
        var sums = new TreeMap<Long, long[]>();
        for (long id = 0; id < data.rows(); id++) {
            long[] sum = sums.computeIfAbsent(data.userOf(id), user -> new long[2]);
            sum[0]++;
            sum[1] += data.amountOf(id);
        }
        var rows = new ArrayList<List<Long>>();
        sums.forEach((user, sum) -> rows.add(List.of(user, sum[0], sum[1])));
        rows.sort(
                Comparator.<List<Long>, Long>comparing(row -> row.get(1), Comparator.reverseOrder())
                        .thenComparing(row -> row.get(0)));
        return rows;
    }

    private static Column bigint(String name) {
        return new Column(name, ColumnType.BIGINT);
    }

    static List<List<Long>> rows(ColumnBatch batch) {
        var rows = new ArrayList<List<Long>>();
        for (int row = 0; row < batch.rows(); row++) {
            var values = new ArrayList<Long>();
            for (int c = 0; c < batch.width(); c++) {
                values.add(batch.column(c)[row]);
            }
            rows.add(List.copyOf(values));
        }
        return rows;
    }
}
