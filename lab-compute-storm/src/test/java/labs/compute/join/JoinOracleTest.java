package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.table.ColumnBatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each strategy and type against two nested loops, on random tables. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JoinOracleTest {
    private static final int TABLES = 60;

    @TempDir Path directory;

    static Stream<Arguments> all() {
        return Stream.of(JoinStrategy.values())
                .flatMap(
                        strategy ->
                                Stream.of(JoinType.values())
                                        .map(type -> Arguments.of(strategy, type)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldJoinAsTwoNestedLoopsDo(JoinStrategy strategy, JoinType type) throws IOException {
        var memory = new MemoryBudget(1 << 20);
        try (SpillDirectory spill = SpillDirectory.open(directory)) {
            for (int seed = 0; seed < TABLES; seed++) {
                check(strategy, type, new SplittableRandom(seed), 400, memory, spill, seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldJoinWhatDoesNotFitIntoMemory(JoinStrategy strategy, JoinType type)
            throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            var memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
            try (SpillDirectory spill = SpillDirectory.open(directory)) {
                check(strategy, type, new SplittableRandom(seed), 8000, memory, spill, seed);
                assertThat(spill.written()).as("bytes spilled, seed %d", seed).isPositive();
            }
        }
    }

    private static void check(
            JoinStrategy strategy,
            JoinType type,
            SplittableRandom random,
            int most,
            MemoryBudget memory,
            SpillDirectory spill,
            int seed)
            throws IOException {
        int leftWidth = 1 + random.nextInt(4);
        int rightWidth = 1 + random.nextInt(4);
        int leftKey = random.nextInt(leftWidth);
        int rightKey = random.nextInt(rightWidth);
        var spec = new JoinSpec(type, leftKey, leftWidth, rightKey, rightWidth);
        boolean isLarge = most > 1000;
        int leftRows = isLarge ? most : random.nextInt(most);
        int rightRows = isLarge ? most : random.nextInt(most);
        int keys = isLarge ? most / 2 + random.nextInt(most) : 1 + random.nextInt(most);
        int hot = random.nextInt(3) * (isLarge ? 2 : 20);
        ColumnBatch left = Rows.random(random, leftRows, leftWidth, leftKey, keys, hot);
        ColumnBatch right = Rows.random(random, rightRows, rightWidth, rightKey, keys, hot);

        List<List<Long>> joined = new ArrayList<>();
        try (Join join = Joins.open(strategy, spec, memory, spill)) {
            Rows.feed(join, left, right, random);
            join.finish(rows -> joined.addAll(Rows.of(rows)));
        }

        assertThat(Rows.sorted(joined))
                .as("%s %s, seed %d", strategy, spec, seed)
                .isEqualTo(Rows.sorted(NestedLoops.join(spec, left, right)));
        assertThat(memory.used()).as("memory not given back, seed %d", seed).isZero();
    }
}
