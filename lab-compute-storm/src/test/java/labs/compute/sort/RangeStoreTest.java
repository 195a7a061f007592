package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RangeStoreTest {
    private static final int WIDTH = 3;

    @TempDir Path parent;
    private SpillDirectory spill;

    @BeforeEach
    void open() throws IOException {
        spill = SpillDirectory.open(parent);
    }

    @AfterEach
    void close() {
        spill.close();
    }

    @Test
    void shouldGiveTheSamePagesHoweverLittleMemoryThereIs() {
        for (String kind : RandomRows.KINDS) {
            for (int ranges : new int[] {1, 5, 40}) {
                ColumnBatch rows = RandomRows.of(kind, 12_000, WIDTH, ranges);
                SortOrder order = RandomRows.order(WIDTH, new SplittableRandom(ranges));
                List<List<Long>> expected = RandomRows.sorted(rows, order);
                for (long bytes : new long[] {64 * 1024, 256 * 1024, 64 << 20}) {
                    var budget = new MemoryBudget(bytes);
                    try (RangeStore store = filled(rows, order, ranges, budget)) {
                        assertThat(pages(store, 777))
                                .as("%s, %d ranges, %d bytes, by %s", kind, ranges, bytes, order)
                                .isEqualTo(expected);
                    }
                    assertThat(budget.used()).as("memory not given back").isZero();
                }
            }
        }
    }

    private RangeStore filled(ColumnBatch rows, SortOrder order, int ranges, MemoryBudget budget) {
        var sample = new Sample(WIDTH, 500, 1);
        sample.add(rows);
        Bounds bounds = Bounds.of(sample.rows(), order, ranges);
        var store = new RangeStore(ranges, order, budget, spill);
        for (int from = 0; from < rows.rows(); from += 1_000) {
            store.add(bounds.split(SortedRows.slice(rows, from, 1_000)));
        }
        return store;
    }

    private static List<List<Long>> pages(RangeStore store, int limit) {
        var index = new PageIndex(store.counts());
        var all = new ArrayList<List<Long>>();
        for (long offset = 0; offset < index.total(); offset += limit) {
            for (PageIndex.Piece piece : index.page(offset, limit)) {
                ColumnBatch rows = store.rows(piece.range(), piece.from(), piece.count());
                all.addAll(RandomRows.rows(rows));
            }
        }
        return all;
    }
}
