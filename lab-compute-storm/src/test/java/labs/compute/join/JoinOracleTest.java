package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import labs.compute.join.JoinSpec.Equality;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each strategy and type against two nested loops, on random tables. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JoinOracleTest {
    private static final int TABLES = 25;
    private static final long[] ENDS = {Long.MIN_VALUE + 1, 5};

    @TempDir Path directory;

    static Stream<Arguments> all() {
        return Stream.of(JoinStrategy.values())
                .flatMap(
                        strategy ->
                                Stream.of(JoinType.values())
                                        .filter(type -> goes(strategy, type))
                                        .map(type -> Arguments.of(strategy, type)));
    }

    private static boolean goes(JoinStrategy strategy, JoinType type) {
        return strategy != JoinStrategy.SORT_MERGE || type != JoinType.FULL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldJoinAsTwoNestedLoopsDo(JoinStrategy strategy, JoinType type) throws IOException {
        var memory = new MemoryBudget(1 << 20);
        try (SpillDirectory spill = SpillDirectory.open(directory)) {
            for (int seed = 0; seed < TABLES; seed++) {
                checkSmall(strategy, type, seed, memory, spill);
            }
        }
    }

    /**
     * A large table, most of it with one key, beside one that is not: cut, cut again, in blocks.
     */
    @ParameterizedTest
    @MethodSource("all")
    void shouldJoinWhatDoesNotFitIntoMemory(JoinStrategy strategy, JoinType type)
            throws IOException {
        for (int seed = 0; seed < 4; seed++) {
            var random = new SplittableRandom(seed);
            var also = seed < 2 ? List.<Equality>of() : List.of(new Equality((seed + 1) % 3, 1));
            var spec = new JoinSpec(type, seed % 3, 3, seed % 4, 4, also);
            int hot = seed % 2 == 0 ? 0 : 600;
            ColumnBatch left = Rows.random(random, 2000, 3, spec.leftKey(), 5000, 2);
            ColumnBatch right = Rows.random(random, 3600, 4, spec.rightKey(), 5000, hot);
            for (Equality equality : also) {
                Rows.few(random, left, equality.left());
                Rows.few(random, right, equality.right());
            }
            var memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
            try (SpillDirectory spill = SpillDirectory.open(directory)) {
                Join join =
                        strategy == JoinStrategy.PARTITIONED_HASH
                                ? new PartitionedHashJoin(spec, 1, memory, spill)
                                : Joins.open(strategy, spec, memory, spill);
                check(join, spec, left, right, random, strategy + ", seed " + seed);
                assertThat(spill.written()).as("bytes spilled, seed %d", seed).isPositive();
                assertThat(memory.used()).as("memory not given back, seed %d", seed).isZero();
            }
        }
    }

    /** The same, of rows that come partitioned and packed. */
    @ParameterizedTest
    @EnumSource(JoinType.class)
    void shouldJoinPackedRowsAsTwoNestedLoopsDo(JoinType type) throws IOException {
        long spilled = 0;
        for (int seed = 0; seed < 4 * TABLES; seed++) {
            var random = new SplittableRandom(seed);
            var spec = new JoinSpec(type, seed % 3, 3, seed % 4, 4);
            int rows = seed < 4 ? 3_000 : 1 + random.nextInt(300);
            int keys = 1 + random.nextInt(2 * rows);
            ColumnBatch left = Rows.random(random, rows, 3, spec.leftKey(), keys, 100 * (seed % 2));
            ColumnBatch right = Rows.random(random, rows, 4, spec.rightKey(), keys, 20);
            right.column((spec.rightKey() + 1) % 4)[0] = ENDS[seed % 2];
            right.column((spec.rightKey() + 2) % 4)[0] = ENDS[seed % 2];
            long bytes = seed < 6 ? MemoryBudget.MIN_BYTES : 1 << 20;
            var memory = new MemoryBudget(bytes);
            try (SpillDirectory spill = SpillDirectory.open(directory)) {
                int bits = 1 + seed % 5;
                var join = new PartitionedHashJoin(spec, bits, memory, spill);
                check(new Packed(join, spec, bits), spec, left, right, random, "seed " + seed);
                assertThat(memory.used()).as("memory not given back, seed %d", seed).isZero();
                spilled += spill.written();
            }
        }
        assertThat(spilled)
                .as("bytes spilled: some of the cases have too little memory")
                .isPositive();
    }

    /** Packs what it is given. */
    private record Packed(PartitionedHashJoin join, JoinSpec spec, int bits) implements Join {
        @Override
        public void left(ColumnBatch rows) throws IOException {
            join.left(PackedPartitions.of(rows, spec.leftKey(), bits));
        }

        @Override
        public void right(ColumnBatch rows) throws IOException {
            join.right(PackedPartitions.of(rows, spec.rightKey(), bits));
        }

        @Override
        public void finish(Sink sink) throws IOException {
            join.finish(sink);
        }

        @Override
        public void close() throws IOException {
            join.close();
        }
    }

    private static void checkSmall(
            JoinStrategy strategy,
            JoinType type,
            int seed,
            MemoryBudget memory,
            SpillDirectory spill)
            throws IOException {
        var random = new SplittableRandom(seed);
        int leftWidth = 1 + random.nextInt(4);
        int rightWidth = 1 + random.nextInt(4);
        int leftKey = random.nextInt(leftWidth);
        int rightKey = random.nextInt(rightWidth);
        boolean isMore = seed % 3 == 0 && leftWidth > 1 && rightWidth > 1;
        var equality = new Equality((leftKey + 1) % leftWidth, (rightKey + 1) % rightWidth);
        var also = isMore ? List.of(equality) : List.<Equality>of();
        var spec = new JoinSpec(type, leftKey, leftWidth, rightKey, rightWidth, also);
        int keys = 1 + random.nextInt(300);
        int hot = random.nextInt(3) * 100;
        ColumnBatch left =
                Rows.random(random, random.nextInt(300), leftWidth, spec.leftKey(), keys, hot);
        ColumnBatch right =
                Rows.random(random, random.nextInt(300), rightWidth, spec.rightKey(), keys, hot);
        if (isMore) {
            Rows.few(random, left, equality.left());
            Rows.few(random, right, equality.right());
        }
        Join join = Joins.open(strategy, spec, memory, spill);
        check(join, spec, left, right, random, strategy + ", seed " + seed);
        assertThat(memory.used()).as("memory not given back, seed %d", seed).isZero();
    }

    private static void check(
            Join opened,
            JoinSpec spec,
            ColumnBatch left,
            ColumnBatch right,
            SplittableRandom random,
            String what)
            throws IOException {
        var joined = new ArrayList<List<Long>>();
        try (Join join = opened) {
            Rows.feed(join, left, right, random);
            join.finish(rows -> joined.addAll(Rows.of(rows)));
        }
        List<List<Long>> found = Rows.sorted(joined);
        List<List<Long>> expected = Rows.sorted(NestedLoops.join(spec, left, right));
        int same = 0;
        while (same < Math.min(found.size(), expected.size())
                && found.get(same).equals(expected.get(same))) {
            same++;
        }
        assertThat(found.subList(same, Math.min(found.size(), same + 3)))
                .as(
                        "%s, %s: %d rows instead of %d; the first that differ, of both in order",
                        what, spec, found.size(), expected.size())
                .isEqualTo(expected.subList(same, Math.min(expected.size(), same + 3)));
    }
}
