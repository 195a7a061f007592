package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RadixSortTest {
    @Test
    void shouldSortAsTheJdkDoes() {
        for (String kind : RandomRows.KINDS) {
            for (int seed = 0; seed < 12; seed++) {
                var random = new SplittableRandom(seed);
                int[] sizes = {0, 1, 2, 33, 500, 9_000};
                ColumnBatch rows = RandomRows.of(kind, sizes[seed % sizes.length], 3, seed);
                SortOrder order = RandomRows.order(3, random);

                assertThat(RandomRows.rows(RadixSort.sorted(rows, order)))
                        .as("%d rows, %s, seed %d, by %s", rows.rows(), kind, seed, order)
                        .isEqualTo(RandomRows.sorted(rows, order));
            }
        }
    }

    @Test
    void shouldLeaveEqualRowsAsTheyCame() {
        for (int count : new int[] {20, 3_000, 20_000}) {
            ColumnBatch rows = RandomRows.of("few values", count, 1, count);
            var numbered = new ColumnBatch(new long[][] {rows.column(0), numbers(count)}, count);
            var byFirstOnly = new SortOrder(List.of(SortKey.descending(0)));

            assertThat(RandomRows.rows(RadixSort.sorted(numbered, byFirstOnly)))
                    .as("%d rows of five values, numbered as they came", count)
                    .isEqualTo(
                            RandomRows.rows(numbered).stream()
                                    .sorted(Comparator.comparing(row -> -row.get(0)))
                                    .toList());
        }
    }

    private static long[] numbers(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    @Test
    void shouldSortTheExtremes() {
        int copies = 20; // more than are sorted by comparing
        long[] extremes = {0, Long.MAX_VALUE - 1, -1, Long.MIN_VALUE + 1, 1, ColumnBatch.NULL};
        long[] values = new long[copies * extremes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = extremes[i % extremes.length];
        }
        var rows = new ColumnBatch(new long[][] {values}, values.length);

        long[] sorted = RadixSort.sorted(rows, SortOrder.of(1)).column(0);

        assertThat(sorted)
                .as("its greatest difference does not fit into 63 bits; NULLs last")
                .startsWith(Long.MIN_VALUE + 1)
                .endsWith(ColumnBatch.NULL);
        assertThat(sorted[copies]).isEqualTo(-1);
        assertThat(sorted[4 * copies]).isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void shouldLeaveTheGivenRowsAlone() {
        ColumnBatch rows = RandomRows.of("any", 1_000, 2, 1);
        List<List<Long>> before = RandomRows.rows(rows);

        RadixSort.sorted(rows, SortOrder.of(2));

        assertThat(RandomRows.rows(rows)).isEqualTo(before);
    }
}
