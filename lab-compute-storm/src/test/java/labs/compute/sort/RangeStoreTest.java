package labs.compute.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RangeStoreTest {
    private static final SortOrder ORDER = SortOrder.of(2, SortKey.descending(0));
    private static final long ROOMY = 64 << 20;
    private static final long TIGHT = 256 * 1024;

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

    private RangeStore store(int ranges, long bytes) {
        return new RangeStore(ranges, ORDER, new MemoryBudget(bytes), spill);
    }

    private static ColumnBatch rows(int count, long seed) {
        return RandomRows.of("any", count, 2, seed);
    }

    private long files() throws IOException {
        try (var files = Files.list(spill.path())) {
            return files.count();
        }
    }

    @Test
    void shouldSortNothingBeforeAPageNeedsIt() {
        try (RangeStore store = store(3, ROOMY)) {
            for (int range = 0; range < 3; range++) {
                store.add(range, rows(100, range));
            }
            assertThat(store.counts()).containsExactly(100, 100, 100);
            assertThat(store.sorts()).as("rows came, no page did").isZero();

            assertThat(RandomRows.rows(store.sorted(1)))
                    .isEqualTo(RandomRows.sorted(rows(100, 1), ORDER));
            assertThat(store.sorts()).as("range 1 of three").isEqualTo(1);

            store.rows(1, 50, 10);
            store.after(1, rows(1, 9), 10);
            assertThat(store.sorts()).as("range 1 is sorted already").isEqualTo(1);
        }
    }

    @Test
    void shouldSortAgainWhatGotMoreRows() {
        for (long bytes : new long[] {ROOMY, TIGHT}) {
            try (RangeStore store = store(2, bytes)) {
                ColumnBatch all = rows(10_000, 1);
                store.add(1, SortedRows.slice(all, 0, 7_000));
                assertThat(store.rows(1, 0, 10_000).rows()).isEqualTo(7_000);

                store.add(1, SortedRows.slice(all, 7_000, 3_000));

                assertThat(RandomRows.rows(store.rows(1, 0, 10_000)))
                        .as("sorted, then added to, in %d bytes", bytes)
                        .isEqualTo(RandomRows.sorted(all, ORDER));
            }
        }
    }

    @Test
    void shouldForgetTheRangeThatWasNotUsedForLongest() {
        try (RangeStore store = store(4, 210_000)) { // for two sorted ranges, and to sort a third
            for (int range = 0; range < 4; range++) {
                store.add(range, rows(2_500, range));
            }
            assertThat(spill.written()).as("all four are in memory").isZero();
            store.sorted(0);
            store.sorted(1);
            store.sorted(0);
            assertThat(store.sorts()).isEqualTo(2);

            store.sorted(2);
            store.sorted(0);
            assertThat(store.sorts()).as("0 was used last, it is still sorted").isEqualTo(3);
            store.sorted(1);
            assertThat(store.sorts()).as("1 had to go").isEqualTo(4);
        }
    }

    @Test
    void shouldSortOnDiskWhatIsLargerThanTheMemory() {
        var budget = new MemoryBudget(MemoryBudget.MIN_BYTES);
        ColumnBatch all = rows(60_000, 3); // 15 times the memory
        List<List<Long>> expected = RandomRows.sorted(all, ORDER);
        try (var store = new RangeStore(2, ORDER, budget, spill)) {
            for (int from = 0; from < all.rows(); from += 500) {
                store.add(0, SortedRows.slice(all, from, 500));
                assertThat(budget.used()).isLessThanOrEqualTo(budget.bytes());
            }
            for (int from : new int[] {0, 1_023, 1_024, 30_000, 59_995, 60_000, 70_000}) {
                int start = Math.min(60_000, from);
                assertThat(RandomRows.rows(store.rows(0, from, 10)))
                        .as("from row %d", from)
                        .isEqualTo(expected.subList(start, Math.min(60_000, start + 10)));
                assertThat(budget.used()).isLessThanOrEqualTo(budget.bytes());
            }
            assertThat(store.sorts()).as("once on disk, for all pages").isEqualTo(1);
            assertThat(RandomRows.rows(store.sorted(0))).isEqualTo(expected);
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void shouldFindTheRowsBehindARowWhereverTheyAre() {
        for (long bytes : new long[] {MemoryBudget.MIN_BYTES, ROOMY}) {
            ColumnBatch all = RandomRows.of("few values", 5_000, 2, 1); // 200 times each row
            List<List<Long>> expected = RandomRows.sorted(all, ORDER);
            try (RangeStore store = store(1, bytes)) {
                store.add(0, all);
                for (int at = 0; at < 5_000; at += 83) {
                    List<Long> row = expected.get(at);
                    ColumnBatch one = SortedRows.slice(store.rows(0, at, 1), 0, 1);
                    int first = expected.indexOf(row);
                    int behind = expected.lastIndexOf(row) + 1;
                    assertThat(RandomRows.rows(store.after(0, one, 7)))
                            .as("behind all rows like %s", row)
                            .isEqualTo(expected.subList(behind, Math.min(5_000, behind + 7)));
                    assertThat(store.after(0, one, at - first, 7).rows())
                            .isEqualTo(Math.min(7, 5_000 - at));
                    assertThat(RandomRows.rows(store.after(0, one, at - first, 7)))
                            .as("behind %d rows like %s", at - first, row)
                            .isEqualTo(expected.subList(at, Math.min(5_000, at + 7)));
                }
                assertThat(store.after(0, new ColumnBatch(new long[][] {{99}, {0}}, 1), 7).rows())
                        .as("a row that is not there, before all others")
                        .isEqualTo(7);
                assertThat(store.after(0, new ColumnBatch(new long[][] {{-99}, {0}}, 1), 7).rows())
                        .as("a row that is not there, behind all others")
                        .isZero();
            }
        }
    }

    @Test
    void shouldHaveNoMoreFilesThanRangesAndWriteThemInBlocks() throws IOException {
        int ranges = 8;
        try (RangeStore store = store(ranges, TIGHT)) {
            var random = new SplittableRandom(1);
            for (int i = 0; i < 30_000; i++) {
                store.add(random.nextInt(ranges), rows(1, i));
            }
            assertThat(files()).isBetween(1L, (long) ranges);
            assertThat(spill.written())
                    .as("30,000 rows of 16 bytes, that came one by one")
                    .isLessThan(30_000 * 17);
            store.rows(3, 0, 10);
            assertThat(files()).as("also after sorting").isLessThanOrEqualTo(ranges);
        }
        assertThat(files()).as("files that are left over").isZero();
    }

    @Test
    void shouldGiveMemoryBackAndDeleteFilesThoughTheDiskFailed() throws IOException {
        var budget = new MemoryBudget(MemoryBudget.MIN_BYTES);
        var store = new RangeStore(2, ORDER, budget, spill);
        store.add(0, rows(10_000, 1));
        try (var files = Files.list(spill.path())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(spill.path()); // so that no file can be made any more

        assertThatThrownBy(() -> store.rows(0, 0, 10)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> store.add(1, rows(10_000, 1)))
                .isInstanceOf(UncheckedIOException.class);

        store.close();
        assertThat(budget.used()).as("memory not given back").isZero();
    }

    @Test
    void shouldDoWithoutRows() {
        try (RangeStore store = store(2, TIGHT)) {
            assertThat(store.rows(0, 0, 10).rows()).isZero();
            assertThat(store.after(1, rows(1, 1), 10).rows()).isZero();
            store.add(0, new ColumnBatch(2, 0));
            assertThat(store.counts()).containsExactly(0, 0);
        }
    }

    @Test
    void shouldRefuseRowsSplitIntoAnotherNumberOfRanges() {
        Partitions split = Bounds.of(rows(10, 1), ORDER, 3).split(rows(10, 2));
        try (RangeStore store = store(4, TIGHT)) {
            assertThatThrownBy(() -> store.add(split))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 ranges for 4");
            assertThatThrownBy(() -> store.rows(0, -1, 3))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
