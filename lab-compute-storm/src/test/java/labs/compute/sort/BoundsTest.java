package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundsTest {
    @Test
    void shouldPutEachRowBehindAllRowsOfTheRangesBefore() {
        for (String kind : RandomRows.KINDS) {
            for (int ranges : new int[] {1, 2, 3, 7, 16, 100}) {
                var random = new SplittableRandom(ranges);
                SortOrder order = RandomRows.order(3, random);
                ColumnBatch rows = RandomRows.of(kind, 2_000, 3, ranges);
                Bounds bounds = Bounds.of(RandomRows.of(kind, 300, 3, 99), order, ranges);

                Partitions split = bounds.split(rows);

                String what = kind + ", " + ranges + " ranges, by " + order;
                assertThat(split.starts()).as(what).hasSize(ranges + 1).startsWith(0);
                assertThat(RandomRows.sorted(split.rows(), order))
                        .as("no row lost or doubled: " + what)
                        .isEqualTo(RandomRows.sorted(rows, order));
                List<List<Long>> found = RandomRows.rows(split.rows());
                List<Long> highest = null;
                for (int range = 0; range < ranges; range++) {
                    for (int row = split.starts()[range]; row < split.starts()[range + 1]; row++) {
                        assertThat(bounds.rangeOf(split.rows(), row)).as(what).isEqualTo(range);
                    }
                    List<List<Long>> own =
                            found.subList(split.starts()[range], split.starts()[range + 1]);
                    List<Long> before = highest;
                    assertThat(own)
                            .as("range %d behind all before it: %s", range, what)
                            .allMatch(
                                    row ->
                                            before == null
                                                    || RandomRows.comparator(order)
                                                                    .compare(before, row)
                                                            < 0);
                    highest = own.stream().max(RandomRows.comparator(order)).orElse(highest);
                }
            }
        }
    }

    @Test
    void shouldMakeRangesOfAboutEqualSizeThoughHalfTheRowsShareAValue() {
        var random = new SplittableRandom(4);
        var rows = new ColumnBatch(2, 64_000);
        for (int row = 0; row < 64_000; row++) {
            rows.column(0)[row] = random.nextBoolean() ? 5 : random.nextInt(10);
            rows.column(1)[row] = random.nextLong() >> 1;
        }
        rows.setRows(64_000);
        SortOrder order = SortOrder.of(2, SortKey.descending(0));
        var sample = new Sample(2, 6_400, 1);
        sample.add(rows);

        int[] starts = Bounds.of(sample.rows(), order, 16).split(rows).starts();

        for (int range = 0; range < 16; range++) {
            assertThat(starts[range + 1] - starts[range])
                    .as("rows of range %d of 16: the bounds must be whole rows", range)
                    .isBetween(2_800, 5_200);
        }
    }

    @Test
    void shouldPutEqualRowsIntoOneRangeWhateverTheirNumber() {
        ColumnBatch rows = RandomRows.of("all equal", 1_000, 2, 1);
        Bounds bounds = Bounds.of(rows, SortOrder.of(2), 8);

        assertThat(bounds.split(rows).starts())
                .as("a row that equals a bound is in the range that begins there")
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1_000);
    }

    @Test
    void shouldKeepTheOrderOfTheRowsWithinARange() {
        ColumnBatch rows = RandomRows.of("any", 1_000, 2, 1);
        Partitions split = Bounds.of(rows, SortOrder.of(2), 4).split(rows);
        List<List<Long>> all = RandomRows.rows(rows);

        List<Integer> places =
                RandomRows.rows(split.rows()).subList(split.starts()[1], split.starts()[2]).stream()
                        .map(all::indexOf)
                        .toList();

        assertThat(places).isSorted();
    }

    @Test
    void shouldPutAllIntoTheFirstRangeIfNothingIsKnown() {
        Bounds bounds = Bounds.of(new ColumnBatch(2, 0), SortOrder.of(2), 5);

        assertThat(bounds.ranges()).isEqualTo(5);
        assertThat(bounds.split(RandomRows.of("any", 10, 2, 1)).starts())
                .containsExactly(0, 10, 10, 10, 10, 10);
    }

    @Test
    void shouldSayTheSameInAnotherProcess() throws Exception {
        ColumnBatch rows = RandomRows.of("skewed", 5_000, 2, 1);
        Bounds bounds = Bounds.of(rows, SortOrder.of(2, SortKey.descending(1)), 9);

        assertThat(travelled(bounds).split(rows).starts()).isEqualTo(bounds.split(rows).starts());
    }

    private static Bounds travelled(Bounds bounds) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(bounds);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Bounds) in.readObject();
        }
    }

    @Test
    void shouldRefuseNoRanges() {
        assertThatThrownBy(() -> Bounds.of(new ColumnBatch(1, 0), SortOrder.of(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSampleEachRowWithTheSameProbability() {
        int rows = 2_000;
        int[] drawn = new int[rows];
        for (int seed = 0; seed < 500; seed++) {
            var sample = new Sample(1, 100, seed);
            for (int from = 0; from < rows; from += 125) {
                sample.add(numbered(from, from + 125));
            }
            assertThat(sample.rows().rows()).isEqualTo(100);
            for (int i = 0; i < 100; i++) {
                drawn[(int) sample.rows().column(0)[i]]++;
            }
        }
        for (int tenth = 0; tenth < 10; tenth++) {
            int sum = 0;
            for (int row = tenth * 200; row < (tenth + 1) * 200; row++) {
                sum += drawn[row];
            }
            assertThat(sum)
                    .as("draws from tenth %d of the rows, of 50,000: about 5,000 each", tenth)
                    .isBetween(4_600, 5_400);
        }
    }

    @Test
    void shouldSampleAllRowsIfThereAreFew() {
        var sample = new Sample(1, 100, 1);
        sample.add(numbered(0, 30));
        sample.add(numbered(30, 60));

        assertThat(RandomRows.rows(sample.rows())).isEqualTo(RandomRows.rows(numbered(0, 60)));
    }

    private static ColumnBatch numbered(int from, int to) {
        var batch = new ColumnBatch(1, to - from);
        for (int i = from; i < to; i++) {
            batch.column(0)[i - from] = i;
        }
        batch.setRows(to - from);
        return batch;
    }
}
