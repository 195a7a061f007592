package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SortTest {
    private record Row(long major, long minor, long tag) {}

    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::major).thenComparingLong(Row::minor);

    @Test
    void shouldSortAsTheJdkDoesAndBeStable() {
        for (long spread : new long[] {1, 10, 1_000, Long.MAX_VALUE}) {
            ColumnBatch batch = random(5_000, spread);

            assertThat(rows(RadixSort.sorted(batch, 0, 1)))
                    .as("values in ±%d", spread)
                    .isEqualTo(rows(batch).stream().sorted(ORDER).toList());
        }
    }

    @Test
    void shouldSortTheExtremes() {
        long[] values = {0, Long.MAX_VALUE, -1, Long.MIN_VALUE, 1};
        var batch = new ColumnBatch(new long[][] {values, new long[5], new long[5]}, 5);

        assertThat(RadixSort.sorted(batch, 0, 1).column(0))
                .containsExactly(Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE);
    }

    @Test
    void shouldPutLowerKeysIntoLowerRangesAndSpreadThemEvenly() {
        ColumnBatch batch = random(100_000, 50); // every value thousands of times
        Ranges ranges = Ranges.of(random(4_000, 50), 0, 1, 16);

        Partitions parts = ranges.partition(batch, 0, 1);

        List<Row> rows = rows(parts.rows());
        for (int range = 0; range < 16; range++) {
            List<Row> own = rows.subList(parts.starts()[range], parts.starts()[range + 1]);
            assertThat(own.size()).as("rows of range %d of 16", range).isBetween(4_000, 9_000);
            if (range > 0) {
                List<Row> before = rows.subList(0, parts.starts()[range]);
                Row highest = before.stream().max(ORDER).orElseThrow();
                assertThat(own).allMatch(row -> ORDER.compare(highest, row) <= 0);
            }
        }
        assertThat(sorted(rows)).as("no row lost or doubled").isEqualTo(sorted(rows(batch)));
    }

    private static List<Row> sorted(List<Row> rows) {
        return rows.stream().sorted(ORDER.thenComparingLong(Row::tag)).toList();
    }

    private static ColumnBatch random(int rows, long spread) {
        var random = new SplittableRandom(rows + spread);
        long[][] columns = new long[3][rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = random.nextLong(-spread, spread);
            columns[1][row] = random.nextLong(-spread, spread);
            columns[2][row] = row;
        }
        return new ColumnBatch(columns, rows);
    }

    private static List<Row> rows(ColumnBatch batch) {
        var rows = new ArrayList<Row>();
        for (int row = 0; row < batch.rows(); row++) {
            rows.add(new Row(batch.column(0)[row], batch.column(1)[row], batch.column(2)[row]));
        }
        return rows;
    }
}
