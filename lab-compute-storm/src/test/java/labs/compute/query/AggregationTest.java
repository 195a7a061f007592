package labs.compute.query;

import static labs.compute.table.ColumnBatch.NULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AggregationTest {
    /** Over rows of two keys and a value: all that there is. */
    private static final Grouping ALL =
            new Grouping(
                    List.of(0, 1),
                    List.of(
                            new Aggregate(Function.COUNT, -1),
                            new Aggregate(Function.COUNT, 2),
                            new Aggregate(Function.SUM, 2),
                            new Aggregate(Function.MIN, 2),
                            new Aggregate(Function.MAX, 2),
                            new Aggregate(Function.AVG, 2),
                            new Aggregate(Function.COUNT_DISTINCT, 2)));

    private static final Grouping SUM =
            new Grouping(List.of(), List.of(new Aggregate(Function.SUM, 0)));

    @Test
    void shouldLeaveNullsOutOfAllButTheCountOfRows() {
        var aggregation = new Aggregation(ALL);

        aggregation.add(rows(row(1, 2, 10), row(1, 2, NULL), row(1, 2, -30)));

        assertThat(sorted(aggregation.result()))
                .containsExactly("[1, 2, 3, 2, -20, -30, 10, -10.0, 2]");
    }

    @Test
    void shouldGiveNullOfNothingButCountZero() {
        var aggregation = new Aggregation(ALL);

        aggregation.add(rows(row(1, 2, NULL)));

        assertThat(sorted(aggregation.result()))
                .containsExactly("[1, 2, 1, 0, NULL, NULL, NULL, NULL, 0]");
    }

    @Test
    void shouldPutNullKeysIntoOneGroup() {
        var aggregation = new Aggregation(ALL);

        aggregation.add(rows(row(NULL, 2, 1), row(NULL, 2, 4), row(2, NULL, 8)));

        assertThat(sorted(aggregation.result()))
                .containsExactly(
                        "[2, NULL, 1, 1, 8, 8, 8, 8.0, 1]", "[NULL, 2, 2, 2, 5, 1, 4, 2.5, 2]");
        assertThat(aggregation.groups()).isEqualTo(2);
    }

    @Test
    void shouldGiveOneRowOfNothingWithoutKeysAndNoneWithKeys() {
        var counts = List.of(new Aggregate(Function.COUNT, -1), new Aggregate(Function.MAX, 0));

        assertThat(sorted(new Aggregation(new Grouping(List.of(), counts)).result()))
                .as("SELECT COUNT(*), MAX(x) of an empty join")
                .containsExactly("[0, NULL]");
        assertThat(sorted(new Aggregation(new Grouping(List.of(0), counts)).result()))
                .as("the same with GROUP BY")
                .isEmpty();
    }

    @Test
    void shouldGiveEachCombinationOfKeysOnceWithoutAggregates() {
        var aggregation = new Aggregation(new Grouping(List.of(1, 0), List.of()));

        aggregation.add(rows(row(1, 2, 0), row(2, 1, 0), row(1, 2, 5)));

        assertThat(sorted(aggregation.result()))
                .as("(1, 2) and (2, 1) are two groups")
                .containsExactly("[1, 2]", "[2, 1]");
    }

    @Test
    void shouldSumUpTheCountsOfPartialResults() {
        var merged = new Aggregation(ALL);
        for (int part = 0; part < 3; part++) {
            var partial = new Aggregation(ALL);
            partial.add(rows(row(1, 2, part), row(1, 2, NULL)));
            merged.merge(partial.partials());
        }
        assertThat(sorted(merged.result()))
                .as("three parts of two rows each, one of them NULL")
                .containsExactly("[1, 2, 6, 3, 3, 0, 2, 1.0, 3]");
    }

    @Test
    void shouldMergeEmptyPartsOfAGroupingWithoutKeys() {
        var merged = new Aggregation(SUM);
        var some = new Aggregation(SUM);
        some.add(new ColumnBatch(new long[][] {{5, 6}}, 2));

        merged.merge(new Aggregation(SUM).partials());
        merged.merge(some.partials());
        merged.merge(new Aggregation(SUM).partials());

        assertThat(sorted(merged.result())).as("NULL + 11 + NULL").containsExactly("[11]");
    }

    @Test
    void shouldRefuseASumThatIsNoBigintRatherThanGiveAWrongOne() {
        long[][] tooLarge = {
            {Long.MAX_VALUE - 1, 1},
            {Long.MAX_VALUE - 1, 5},
            {-Long.MAX_VALUE, -1},
            {-Long.MAX_VALUE, -9},
        };
        for (long[] values : tooLarge) {
            var sum = new Aggregation(SUM);
            sum.add(new ColumnBatch(new long[][] {values}, 2));
            assertThatThrownBy(sum::result)
                    .as("%s: neither a number of the wrong sign, nor NULL", Arrays.toString(values))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("BIGINT");
        }
        var least = new Aggregation(SUM);
        least.add(new ColumnBatch(new long[][] {{-Long.MAX_VALUE + 1, -1}}, 2));
        assertThat(sorted(least.result())).containsExactly("[" + -Long.MAX_VALUE + "]");
    }

    @Test
    void shouldSumUpTheSameWhateverTheOrderOfTheRows() {
        long most = 9_000_000_000_000_000_000L;
        long[][] orders = {
            {most, -most, most, -most, 7},
            {most, most, -most, -most, 7},
            {-most, -most, 7, most, most}
        };
        for (long[] values : orders) {
            var sum = new Aggregation(SUM);
            sum.add(new ColumnBatch(new long[][] {values}, values.length));
            assertThat(sorted(sum.result())).as(Arrays.toString(values)).containsExactly("[7]");
            assertThat(sorted(dealtOut(values))).as("one a task").containsExactly("[7]");
        }
    }

    private static ColumnBatch dealtOut(long[] values) {
        var merged = new Aggregation(SUM);
        for (long value : values) {
            var task = new Aggregation(SUM);
            task.add(new ColumnBatch(new long[][] {{value}}, 1));
            merged.merge(task.partials());
        }
        return merged.result();
    }

    @Test
    void shouldNameTheSumThatIsNoBigintAndItsValue() {
        var grouping = new Grouping(List.of(), List.of(new Aggregate(Function.SUM, 0, "SUM(a.x)")));
        var sum = new Aggregation(grouping);
        sum.add(new ColumnBatch(new long[][] {{Long.MAX_VALUE - 1, Long.MAX_VALUE - 1}}, 2));

        assertThatThrownBy(sum::result).hasMessage("SUM(a.x): 18446744073709551612 is no BIGINT");
    }

    @Test
    void shouldGiveTheMeanOfASumThatIsNoBigint() {
        var mean =
                new Aggregation(new Grouping(List.of(), List.of(new Aggregate(Function.AVG, 0))));
        mean.add(new ColumnBatch(new long[][] {{1L << 62, 1L << 62, 1L << 62, 1L << 62}}, 4));

        assertThat(Doubles.decode(mean.result().column(0)[0])).isEqualTo(0x1p62);
    }

    @Test
    void shouldCountAValueOnceThoughTwoTasksHaveMetIt() {
        var distinct =
                new Grouping(
                        List.of(0),
                        List.of(
                                new Aggregate(Function.COUNT_DISTINCT, 1),
                                new Aggregate(Function.COUNT, -1),
                                new Aggregate(Function.COUNT_DISTINCT, 2)));
        var merged = new Aggregation(distinct);
        for (int task = 0; task < 3; task++) {
            var partial = new Aggregation(distinct);
            partial.add(rows(row(1, 5, task), row(1, 5, NULL), row(1, NULL, 7)));
            merged.merge(partial.partials());
        }
        assertThat(sorted(merged.result()))
                .as("5 in all three tasks; 0, 1, 2 and 7")
                .containsExactly("[1, 1, 9, 4]");
    }

    @Test
    void shouldAgreeWithAMapOverManyGroupsHoweverTheRowsAreDealtOut() {
        for (long seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            Map<String, long[]> expected = new TreeMap<>();
            Map<String, Set<Long>> values = new TreeMap<>();
            List<Aggregation> tasks = List.of(new Aggregation(ALL), new Aggregation(ALL));
            for (int batch = 0; batch < 10; batch++) {
                long[][] some = random(random, 300);
                Arrays.stream(some).forEach(row -> count(expected, values, row));
                tasks.get(random.nextInt(2)).add(rows(some));
            }
            assertThat(sorted(merged(tasks)))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            expected.values().stream()
                                    .map(AggregationTest::text)
                                    .sorted()
                                    .toList());
        }
    }

    @Test
    void shouldPutEqualKeysIntoOnePartition() {
        var sums = new Grouping(ALL.keys(), List.of(new Aggregate(Function.SUM, 2)));
        var partial = new Aggregation(sums);
        partial.add(rows(random(new Random(1), 2_000)));
        Partitions parts = Aggregation.partition(sums, partial.partials(), 3);
        assertThat(parts.rows().rows()).as("rows").isEqualTo(partial.groups());
        assertThat(parts.starts()).hasSize(9).startsWith(0).endsWith(partial.groups());
        for (int p = 0; p < 8; p++) {
            assertThat(parts.starts()[p + 1] - parts.starts()[p])
                    .as("rows of partition %d, of %d in 8", p, partial.groups())
                    .isBetween(partial.groups() / 16, partial.groups() / 4);
        }
    }

    @Test
    void shouldPutAllIntoPartitionZeroWithoutKeys() {
        Partitions parts = Aggregation.partition(SUM, new Aggregation(SUM).partials(), 2);

        assertThat(parts.starts()).containsExactly(0, 1, 1, 1, 1);
    }

    /** By way of the network, as it were: two tasks before it, four partitions behind it. */
    private static ColumnBatch merged(List<Aggregation> tasks) {
        var all = new ColumnBatch(ALL.keys().size() + ALL.aggregates().size(), 0);
        for (int p = 0; p < 4; p++) {
            var merging = new Aggregation(ALL);
            for (Aggregation task : tasks) {
                Partitions parts = Aggregation.partition(ALL, task.partials(), 2);
                merging.merge(parts.part(p, p + 1).toBatch());
            }
            ColumnBatch result = merging.result();
            all.append(result, 0, result.rows());
        }
        return all;
    }

    private static void count(
            Map<String, long[]> groups, Map<String, Set<Long>> values, long[] row) {
        String key = row[0] + " " + row[1];
        long[] group =
                groups.computeIfAbsent(
                        key, k -> new long[] {row[0], row[1], 0, 0, NULL, NULL, NULL, NULL, 0});
        group[2]++;
        long value = row[2];
        if (value != NULL) {
            values.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
            group[8] = values.get(key).size();
            boolean isFirst = group[3]++ == 0;
            group[4] = isFirst ? value : group[4] + value;
            group[5] = isFirst ? value : Math.min(group[5], value);
            group[6] = isFirst ? value : Math.max(group[6], value);
            group[7] = Doubles.encode((double) group[4] / group[3]);
        }
    }

    private static long[][] random(Random random, int rows) {
        long[][] some = new long[rows][];
        for (int i = 0; i < rows; i++) {
            some[i] = row(value(random, 40), value(random, 40), value(random, 1000));
        }
        return some;
    }

    private static long value(Random random, int bound) {
        return random.nextInt(8) == 0 ? NULL : random.nextInt(bound) - bound / 2;
    }

    private static long[] row(long... values) {
        return values;
    }

    private static ColumnBatch rows(long[]... rows) {
        var batch = new ColumnBatch(3, rows.length);
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < 3; c++) {
                batch.column(c)[r] = rows[r][c];
            }
        }
        batch.setRows(rows.length);
        return batch;
    }

    private static List<String> sorted(ColumnBatch rows) {
        var texts = new ArrayList<String>();
        for (int r = 0; r < rows.rows(); r++) {
            long[] row = new long[rows.width()];
            for (int c = 0; c < row.length; c++) {
                row[c] = rows.column(c)[r];
            }
            texts.add(text(row));
        }
        texts.sort(null);
        return texts;
    }

    /** Column 7 of a row over all that there is is a mean. */
    private static String text(long[] row) {
        boolean hasMean = row.length == 9 && row[7] != NULL;
        String mean = hasMean ? ColumnType.DOUBLE.format(row[7]) : "";
        String text = Arrays.toString(row);
        return (hasMean ? text.replace(" " + row[7] + ",", " " + mean + ",") : text)
                .replace(Long.toString(NULL), "NULL");
    }
}
