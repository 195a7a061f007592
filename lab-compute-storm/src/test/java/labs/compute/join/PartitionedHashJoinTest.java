package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;
import labs.compute.table.Partitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PartitionedHashJoinTest {
    private static final JoinSpec INNER = new JoinSpec(JoinType.INNER, 0, 2, 0, 2);

    @TempDir Path directory;
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
    void shouldHandOnOnePartitionAfterTheOther() throws IOException {
        var partitions = new ArrayList<Integer>();
        try (Join join = new PartitionedHashJoin(INNER, 3, new MemoryBudget(1 << 24), spill)) {
            join.left(Numbered.table(0, 20_000));
            join.right(Numbered.table(0, 20_000));
            join.finish(
                    rows -> {
                        assertThat(partitionsOf(rows, 3)).as("partitions in a batch").hasSize(1);
                        partitions.add(partitionsOf(rows, 3).get(0));
                    });
        }
        assertThat(partitions).isSorted().contains(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldTakeRowsThatTheSenderHasPartitioned() throws IOException {
        var joined = new ArrayList<List<Long>>();
        try (var join = new PartitionedHashJoin(INNER, 4, new MemoryBudget(1 << 24), spill)) {
            join.right(Partitions.of(Numbered.table(100, 5_000), 0, 4));
            join.left(Partitions.of(Numbered.table(0, 5_000), 0, 4));
            join.left(Numbered.table(5_000, 100));
            join.finish(rows -> joined.addAll(Rows.of(rows)));
        }
        assertThat(Rows.sorted(joined))
                .hasSize(5_000)
                .startsWith(List.of(100L, 1000L, 100L, 1000L));
    }

    @Test
    void shouldGiveTheMemoryOfAPartitionBackBeforeTheNext() throws IOException {
        var memory = new MemoryBudget(1 << 24);
        var used = new ArrayList<Long>();
        try (Join join = new PartitionedHashJoin(INNER, 3, memory, spill)) {
            join.left(Numbered.table(0, 50_000));
            join.right(Numbered.table(0, 50_000));
            assertThat(memory.used()).as("memory of 100,000 rows").isGreaterThan(100_000 * 16);
            join.finish(rows -> used.add(memory.used()));
        }
        assertThat(used.get(used.size() - 1))
                .as("memory used at the last partition, of %d at the first", used.get(0))
                .isLessThan(used.get(0) / 3);
        assertThat(spill.written()).as("bytes spilled, though all fits").isZero();
    }

    @Test
    void shouldStayWithinItsMemory() throws IOException {
        var memory = new MemoryBudget(1 << 20);
        var random = new SplittableRandom(5);
        long most = 0;
        long[] joined = new long[2];
        try (Join join = new PartitionedHashJoin(INNER, 3, memory, spill)) {
            for (int from = 0; from < 200_000; from += 2_000) {
                join.left(Numbered.table(from, 2_000));
                join.right(Rows.random(random, 2_000, 2, 0, 400_000, 0));
                most = Math.max(most, memory.used());
            }
            join.finish(
                    rows -> {
                        joined[0] += rows.rows();
                        joined[1] = Math.max(joined[1], memory.used());
                    });
        }
        assertThat(joined[0]).as("joined rows").isBetween(50_000L, 120_000L);
        assertThat(most).as("most bytes used as rows came").isLessThan((1 << 20) + 100_000);
        assertThat(joined[1]).as("most bytes used as rows went").isLessThan((1 << 20) + 100_000);
    }

    @Test
    void shouldKeepInMemoryWhatFits() throws IOException {
        int rows = 40_000; // 640 kB each side
        try (Join join = new PartitionedHashJoin(INNER, 4, new MemoryBudget(1_000_000), spill)) {
            join.left(Numbered.table(0, rows));
            join.right(Numbered.table(0, rows));
            assertThat(spill.written())
                    .as("bytes spilled of 1,280,000, with room for 1,000,000")
                    .isBetween(1L, 900_000L);
            long[] joined = new long[1];
            join.finish(batch -> joined[0] += batch.rows());
            assertThat(joined[0]).isEqualTo(rows);
        }
    }

    @Test
    void shouldJoinAKeyThatNoHashCanPart() throws IOException {
        var memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
        long[] sums = new long[2];
        try (Join join = new PartitionedHashJoin(INNER, 2, memory, spill)) {
            join.left(Numbered.same(42, 100));
            join.right(Numbered.same(42, 30_000));
            join.finish(
                    rows -> {
                        sums[0] += rows.rows();
                        for (int row = 0; row < rows.rows(); row++) {
                            sums[1] += rows.column(1)[row] * 1_000_000 + rows.column(3)[row];
                        }
                    });
        }
        assertThat(sums[0]).as("pairs").isEqualTo(100 * 30_000);
        long expected = 10L * 99 * 100 / 2 * 30_000 * 1_000_000 + 10L * 29_999 * 30_000 / 2 * 100;
        assertThat(sums[1]).as("each left row with each right one").isEqualTo(expected);
        assertThat(memory.used()).isZero();
    }

    @Test
    void shouldCutAgainByBitsThatWereNotUsed() {
        HashBits first = HashBits.first(3);
        HashBits next = first.next(3);
        int[] counts = new int[8];
        for (long key = 0; key < 8_000; key++) {
            assertThat(first.partition(key)).isEqualTo(Hash.partition(key, 3));
            if (first.partition(key) == 5) {
                counts[next.partition(key)]++;
            }
        }
        assertThat(counts)
                .as("keys of one partition, cut again: about 125 in each")
                .satisfies(
                        all -> {
                            for (int count : all) {
                                assertThat(count).isBetween(60, 200);
                            }
                        });
    }

    @Test
    void shouldNotHoardNulls() throws IOException {
        var memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
        for (JoinStrategy strategy : JoinStrategy.values()) {
            try (Join join = Joins.open(strategy, INNER, memory, spill)) {
                join.left(Numbered.same(ColumnBatch.NULL, 50_000));
                join.right(Numbered.same(ColumnBatch.NULL, 50_000));
                join.finish(rows -> assertThat(rows.rows()).as("NULL equals none").isZero());
            }
        }
        assertThat(spill.written()).as("bytes spilled for rows that match none").isZero();
    }

    private static List<Integer> partitionsOf(ColumnBatch rows, int bits) {
        return Rows.of(rows).stream()
                .map(row -> Hash.partition(row.get(0), bits))
                .distinct()
                .toList();
    }
}
