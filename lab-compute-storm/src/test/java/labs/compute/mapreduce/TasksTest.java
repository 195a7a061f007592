package labs.compute.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import labs.compute.table.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Map and reduce tasks, in this process. */
@Timeout(60)
class TasksTest {
    @TempDir Path directory;

    @Test
    void shouldFindEachLineInOneSplitHoweverTheFileIsCut() throws IOException {
        List<String> lines = List.of("one", "", "three is longer", "four", "", "", "seven");
        for (String end : List.of("\n", "")) {
            Path file = directory.resolve("lines");
            Files.writeString(file, String.join("\n", lines) + end);
            for (int bytes = 1; bytes < 40; bytes++) {
                assertThat(linesOf(Split.of(file, bytes)))
                        .as("cut every %d bytes", bytes)
                        .isEqualTo(lines);
            }
        }
    }

    private static List<String> linesOf(List<Split> splits) throws IOException {
        var lines = new ArrayList<String>();
        for (Split split : splits) {
            try (var reader = new SplitLines(split)) {
                Slice line;
                while ((line = reader.next()) != null) {
                    lines.add(line.toString());
                }
            }
        }
        return lines;
    }

    @Test
    void shouldTakeTheEndOfALineFromWindowsToo() throws IOException {
        Path file = Files.writeString(directory.resolve("lines"), "a\r\nb\r\n");

        assertThat(linesOf(Split.of(file, 100))).containsExactly("a", "b");
    }

    @Test
    void shouldCountTheSameWithManySpillsAsWithNone() throws IOException {
        String text =
                IntStream.range(0, 20_000)
                        .mapToObj(i -> "w" + i % 97 + (i % 10 == 9 ? "\n" : " "))
                        .collect(Collectors.joining());
        Path file = Files.writeString(directory.resolve("text"), text);

        String roomy = count(file, 1 << 22, "roomy");
        String tight = count(file, 8 * 1024, "tight");

        assertThat(tight).as("spilled dozens of times").isEqualTo(roomy);
        assertThat(roomy.lines()).hasSize(97).contains("w0\t207", "w96\t206");
    }

    private String count(Path file, int buffer, String name) throws IOException {
        Path own = Files.createDirectory(directory.resolve(name));
        var split = new Split(file, 0, Files.size(file));
        Run run = new MapTask(new WordCount(), 3, own, buffer).run(split);
        assertThat(files(own)).as("what a map task leaves: its run").containsExactly(run.file());
        var out = new StringBuilder();
        for (int part = 0; part < 3; part++) {
            Path result = own.resolve("part-" + part);
            ReduceTask.run(new WordCount(), List.of(run.segment(part).records()), result);
            out.append(Files.readString(result));
        }
        return out.toString().lines().sorted().collect(Collectors.joining("\n"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void shouldShrinkWhatIsShuffledByCombining() throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "a b a b a b\n".repeat(1_000));
        var split = new Split(file, 0, Files.size(file));

        Run run = new MapTask(new WordCount(), 1, directory, 1 << 16).run(split);

        try (Run.RecordReader records = run.segment(0).records()) {
            assertThat(records.next()).isTrue();
            assertThat(records.value()).hasToString("3000");
        }
        assertThat(Files.size(run.file())).as("6,000 words are two records").isLessThan(100);
    }

    @Test
    void shouldLeaveAllRecordsToTheReducerUnlessTheJobCombines() throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "b\na\nb\n");
        var split = new Split(file, 0, Files.size(file));

        Run run = new MapTask(new Listing(), 1, directory, 1 << 16).run(split);

        var found = new ArrayList<String>();
        try (Run.RecordReader records = run.segment(0).records()) {
            while (records.next()) {
                found.add(records.key() + " " + records.value());
            }
        }
        assertThat(found)
                .as("reduce may not be applied to some of a key's values")
                .containsExactly("a 1", "b 1", "b 1");
    }

    @Test
    void shouldHandTheReducerEachKeyOnceWithAllItsValues() throws IOException {
        Path one = run("one", "a 1", "b 2");
        Path two = run("two", "a 3", "c 4");
        Path result = directory.resolve("result");

        ReduceTask.run(
                new Listing(),
                List.of(new Run(one, 1).segment(0).records(), new Run(two, 1).segment(0).records()),
                result);

        assertThat(Files.readString(result)).isEqualTo("a\t1,3,\nb\t2,\nc\t4,\n");
    }

    @Test
    void shouldGoOnWithTheNextKeyThoughTheReducerDidNotLookAtAllValues() throws IOException {
        Path one = run("one", "a 1", "a 2", "a 3", "b 4");
        Path result = directory.resolve("result");

        ReduceTask.run(new FirstOnly(), List.of(new Run(one, 1).segment(0).records()), result);

        assertThat(Files.readString(result)).isEqualTo("a\t1\nb\t4\n");
    }

    @Test
    void shouldNotTakeHalfASegmentForAWholeOne() throws IOException {
        Path one = run("one", "a 1", "b 2");
        byte[] half = java.util.Arrays.copyOf(Files.readAllBytes(one), 15);
        var reader = new Run.RecordReader(new java.io.ByteArrayInputStream(half), 20);

        assertThatThrownBy(
                        () ->
                                ReduceTask.run(
                                        new Listing(), List.of(reader), directory.resolve("r")))
                .isInstanceOf(EOFException.class);
    }

    private Path run(String name, String... records) throws IOException {
        Path file = directory.resolve(name);
        try (var writer = new RunWriter(file, 1)) {
            for (String record : records) {
                String[] parts = record.split(" ", -1);
                writer.write(0, Slice.of(parts[0]), Slice.of(parts[1]));
            }
            writer.finish();
        }
        return file;
    }

    @Test
    void shouldCommitAPartOnceHoweverManyAttemptsThereWere() throws IOException {
        Output output = Output.create(directory.resolve("out"));
        Files.write(output.attempt(0, 1), "first".getBytes(StandardCharsets.UTF_8));
        Files.write(output.attempt(0, 2), "second".getBytes(StandardCharsets.UTF_8));

        output.commit(0, 1);
        output.commit(0, 2);
        output.succeed();

        assertThat(directory.resolve("out/part-00000")).hasContent("first");
        assertThat(files(directory.resolve("out")))
                .extracting(path -> path.getFileName().toString())
                .containsExactlyInAnyOrder("part-00000", "_SUCCESS");
    }

    @Test
    void shouldNotWriteOverAnothersResult() throws IOException {
        Path out = Files.createDirectory(directory.resolve("out"));

        assertThatThrownBy(() -> Output.create(out)).hasMessageContaining("is there already");
    }

    private static class Listing implements Job {
        @Override
        public void map(Slice line, Emitter out) throws IOException {
            out.emit(line, Slice.of("1"));
        }

        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException {
            var all = new StringBuilder();
            values.forEachRemaining(value -> all.append(value).append(','));
            out.emit(key, Slice.of(all.toString()));
        }
    }

    private static final class FirstOnly extends Listing {
        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) throws IOException {
            out.emit(key, values.next());
        }
    }
}
