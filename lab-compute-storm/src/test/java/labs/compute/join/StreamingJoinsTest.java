package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broadcast join, which does not keep its left table, and the merge, which keeps neither. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamingJoinsTest {
    private static final JoinSpec INNER = new JoinSpec(JoinType.INNER, 0, 2, 0, 2);

    @TempDir Path directory;
    private final MemoryBudget memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
    private final long[] joined = new long[1];
    private SpillDirectory spill;

    @BeforeEach
    void open() throws IOException {
        spill = SpillDirectory.open(directory);
    }

    @AfterEach
    void close() {
        spill.close();
    }

    @Test
    void shouldKeepNoLeftRowsOnceTheRightTableIsComplete() throws IOException {
        try (var join = new BroadcastHashJoin(INNER, memory, spill)) {
            join.left(Numbered.table(0, 100));
            join.right(Numbered.table(50, 1_000));
            join.rightIsComplete(this::count);
            long used = memory.used();
            for (int from = 100; from < 100_000; from += 100) {
                join.left(Numbered.table(from, 100));
            }
            assertThat(memory.used()).as("memory, after 100,000 left rows").isEqualTo(used);
            assertThatThrownBy(() -> join.right(Numbered.table(0, 1)))
                    .isInstanceOf(IllegalStateException.class);
            join.finish(this::count);
        }
        assertThat(joined[0]).as("joined rows").isEqualTo(1_000);
        assertThat(spill.written()).as("bytes spilled").isZero();
        assertThat(memory.used()).isZero();
    }

    @Test
    void shouldTakeARightTableThatDoesNotFitABlockAtATime() throws IOException {
        try (var join = new BroadcastHashJoin(INNER, memory, spill)) {
            join.right(Numbered.table(0, 10_000));
            join.rightIsComplete(this::count);
            join.left(Numbered.table(9_000, 2_000));
            join.finish(this::count);
        }
        assertThat(joined[0]).as("joined rows").isEqualTo(1_000);
        assertThat(spill.written()).isPositive();
    }

    @Test
    void shouldMergeMoreRunsThanItReadsAtATime() throws IOException {
        try (Join join = new SortMergeJoin(INNER, memory, spill)) {
            for (int from = 30_000; from > 0; from -= 100) {
                join.left(Numbered.table(from, 100));
                join.right(Numbered.table(from - 50, 100));
            }
            join.finish(this::count);
        }
        assertThat(joined[0]).as("each row but the last 50 has a partner").isEqualTo(29_950);
        assertThat(memory.used()).isZero();
    }

    @Test
    void shouldPairLargeGroupsInLittleMemory() throws IOException {
        long[] most = new long[1];
        try (Join join = new SortMergeJoin(INNER, memory, spill)) {
            join.left(Numbered.table(0, 1_000));
            join.left(Numbered.same(1_000, 600));
            join.right(Numbered.same(1_000, 9_000));
            join.right(Numbered.table(1_000, 500));
            join.finish(
                    rows -> {
                        count(rows);
                        most[0] = Math.max(most[0], memory.used());
                    });
        }
        assertThat(joined[0]).as("600 rows with 9,001").isEqualTo(600 * 9_001);
        assertThat(most[0]).as("most bytes used").isLessThan(2 * MemoryBudget.MIN_BYTES);
    }

    @Test
    void shouldNotKeepAGroupOfWhichOneRowIsEnough() throws IOException {
        for (JoinType type : new JoinType[] {JoinType.SEMI, JoinType.ANTI}) {
            joined[0] = 0;
            var spec = new JoinSpec(type, 0, 2, 0, 2);
            try (Join join = new SortMergeJoin(spec, memory, spill)) {
                join.left(Numbered.table(0, 100));
                join.right(Numbered.same(7, 20_000));
                join.finish(this::count);
            }
            assertThat(joined[0]).as("%s", type).isEqualTo(type == JoinType.SEMI ? 1 : 99);
        }
    }

    @Test
    void shouldSortNegativeKeysBeforeOthers() throws IOException {
        long[] keys = {5, -1, Long.MAX_VALUE, -1L << 40, 0, Long.MIN_VALUE + 1};
        var sorted = KeySort.sorted(new ColumnBatch(new long[][] {keys}, keys.length), 0);
        Arrays.sort(keys);
        assertThat(sorted.column(0)).isEqualTo(keys);
    }

    private void count(ColumnBatch rows) {
        joined[0] += rows.rows();
    }
}
