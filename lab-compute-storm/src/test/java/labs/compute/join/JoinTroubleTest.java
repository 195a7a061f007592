package labs.compute.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left behind when a join does not come to its end: nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JoinTroubleTest {
    private static final JoinSpec INNER = new JoinSpec(JoinType.INNER, 0, 2, 0, 2);

    @TempDir Path directory;

    private final MemoryBudget memory = new MemoryBudget(MemoryBudget.MIN_BYTES);

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void shouldLeaveNothingWhenClosedEarly(JoinStrategy strategy) throws IOException {
        try (SpillDirectory spill = SpillDirectory.open(directory)) {
            try (Join join = Joins.open(strategy, INNER, memory, spill)) {
                feed(join);
                assertThat(files(spill.path())).as("spilled before the end").isNotEmpty();
            }
            assertNothingLeft(spill);
        }
        assertThat(files(directory)).as("left in the directory").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void shouldLeaveNothingWhenTheSinkFails(JoinStrategy strategy) throws IOException {
        try (SpillDirectory spill = SpillDirectory.open(directory)) {
            try (Join join = Joins.open(strategy, INNER, memory, spill)) {
                feed(join);
                assertThatThrownBy(
                                () ->
                                        join.finish(
                                                rows -> {
                                                    throw new IOException("the sink is full");
                                                }))
                        .isInstanceOf(IOException.class)
                        .hasMessage("the sink is full");
            }
            assertNothingLeft(spill);
        }
    }

    @ParameterizedTest
    @EnumSource(JoinStrategy.class)
    void shouldLeaveNothingWhenItIsDone(JoinStrategy strategy) throws IOException {
        long[] joined = new long[1];
        try (SpillDirectory spill = SpillDirectory.open(directory)) {
            try (Join join = Joins.open(strategy, INNER, memory, spill)) {
                feed(join);
                join.finish(rows -> joined[0] += rows.rows());
            }
            assertNothingLeft(spill);
        }
        assertThat(joined[0]).isEqualTo(20_000);
    }

    /** The shell forbids its process files beyond so many KiB: writing fails as on a full disk. */
    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        Process process =
                new ProcessBuilder(
                                "/bin/bash",
                                "-c",
                                "ulimit -f 4; exec \"$0\" \"$@\"",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FillTheDisk.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(files(directory)).as("left behind").isEmpty();
    }

    /** Each strategy until it fails. */
    static final class FillTheDisk {
        private FillTheDisk() {}

        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            for (JoinStrategy strategy : JoinStrategy.values()) {
                var memory = new MemoryBudget(MemoryBudget.MIN_BYTES);
                try (SpillDirectory spill = SpillDirectory.open(directory)) {
                    try (Join join = Joins.open(strategy, INNER, memory, spill)) {
                        assertThatThrownBy(
                                        () -> {
                                            feed(join);
                                            join.finish(rows -> {});
                                        })
                                .as("%s", strategy)
                                .isInstanceOf(IOException.class)
                                .hasMessageContaining("cannot spill rows to " + spill.path());
                    }
                    assertThat(files(spill.path())).isEmpty();
                    assertThat(memory.used()).isZero();
                }
            }
        }
    }

    private void assertNothingLeft(SpillDirectory spill) throws IOException {
        assertThat(files(spill.path())).as("files of a join that is closed").isEmpty();
        assertThat(memory.used()).as("memory of a join that is closed").isZero();
    }

    private static void feed(Join join) throws IOException {
        for (int from = 0; from < 20_000; from += 1_000) {
            join.left(Numbered.table(from, 1_000));
            join.right(Numbered.table(from, 1_000));
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
