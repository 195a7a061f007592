package labs.compute.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real worker processes. */
@Timeout(180)
class CoordinatorTest {
    private static final int SILENCE_MILLIS = 3_000;

    @TempDir Path directory;

    @Test
    void shouldCountRightThoughItsWorkersAreKilledInTheMiddle() throws Exception {
        Path text = directory.resolve("text");
        Map<String, Long> truth = write(text, 2_000_000);
        var killed = new AtomicBoolean();
        JobSpec spec = spec(WordCount.class, text).withSplitBytes(1 << 17);

        String last =
                run(
                        spec,
                        coordinator -> {
                            if (!killed.get() && !coordinator.toString().startsWith("maps 0 ")) {
                                killed.set(true);
                                coordinator.workers().forEach(ProcessHandle::destroyForcibly);
                            }
                        });

        assertThat(killed).isTrue();
        assertThat(result()).isEqualTo(truth);
        assertThat(last)
                .as("a map was done, and its output died with its worker")
                .doesNotContain(" 0 attempts repeated");
    }

    @Test
    void shouldGoOnWithoutAWorkerThatHangs() throws Exception {
        Path text = directory.resolve("text");
        Map<String, Long> truth = write(text, 1_000_000);
        var stopped = new AtomicReference<ProcessHandle>();
        JobSpec spec = spec(WordCount.class, text).withSplitBytes(1 << 17);

        run(
                spec,
                coordinator -> {
                    if (stopped.get() == null && !coordinator.toString().startsWith("maps 0 ")) {
                        ProcessHandle worker = coordinator.workers().get(0);
                        stopped.set(worker);
                        signal("STOP", worker);
                    }
                });

        assertThat(result()).isEqualTo(truth);
        assertThat(stopped.get().isAlive()).as("a process that is left over").isFalse();
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldFailWithTheReasonAndLeaveNothing() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "a b\n");

        assertThatThrownBy(() -> run(spec(Broken.class, text).withWorkers(1), coordinator -> {}))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("map task 0")
                .hasMessageContaining("a job that throws");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldRefuseAKeyThatGoesToNoReducer() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "a b\n");

        assertThatThrownBy(() -> run(spec(Astray.class, text).withWorkers(1), coordinator -> {}))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("4");
    }

    /** Sends its keys to a reducer that is not there. */
    static final class Astray implements Job {
        @Override
        public void map(Slice line, Emitter out) throws IOException {
            out.emit(line, line);
        }

        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) {}

        @Override
        public int partition(Slice key, int reducers) {
            return reducers;
        }
    }

    @Test
    void shouldRefuseAJobThatCannotBeRun() {
        JobSpec spec = spec(WordCount.class, directory);
        assertThatThrownBy(() -> spec.withReducers(0)).hasMessageContaining("0 reducers");
        assertThatThrownBy(() -> spec.withWorkers(0)).hasMessageContaining("0 workers");
        assertThatThrownBy(() -> spec.withSplitBytes(0)).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> spec.withHeapMegabytes(1)).hasMessageContaining("1 MB");
        assertThatThrownBy(() -> spec(Job.class, directory)).hasMessageContaining("constructor");
    }

    @Test
    void shouldSayWhichInputIsNotThere() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> new Coordinator(spec(WordCount.class, missing)))
                .hasMessageContaining("there is no file " + missing);
    }

    /** A job that cannot be done. */
    static final class Broken implements Job {
        @Override
        public void map(Slice line, Emitter out) {
            throw new IllegalStateException("a job that throws");
        }

        @Override
        public void reduce(Slice key, Iterator<Slice> values, Emitter out) {}
    }

    private JobSpec spec(Class<? extends Job> job, Path input) {
        return JobSpec.of(job, List.of(input), directory.resolve("out"));
    }

    private interface Meanwhile {
        void look(Coordinator coordinator);
    }

    private static String run(JobSpec spec, Meanwhile meanwhile) throws Exception {
        var last = new AtomicReference<String>();
        try (var coordinator = new Coordinator(spec, SILENCE_MILLIS)) {
            coordinator.run(
                    line -> {
                        last.set(line);
                        meanwhile.look(coordinator);
                    });
        }
        return last.get();
    }

    private static Map<String, Long> write(Path file, int bytes) throws IOException {
        var random = new SplittableRandom(5);
        var counts = new HashMap<String, Long>();
        var text = new StringBuilder();
        while (text.length() < bytes) {
            String word = "w" + (int) Math.pow(20_000, random.nextDouble());
            counts.merge(word, 1L, Long::sum);
            text.append(word).append(random.nextInt(10) == 0 ? '\n' : ' ');
        }
        Files.writeString(file, text);
        return counts;
    }

    private Map<String, Long> result() throws IOException {
        var counts = new HashMap<String, Long>();
        try (var files = Files.list(directory.resolve("out"))) {
            for (Path part : files.filter(f -> f.toString().contains("part-")).toList()) {
                for (String line : Files.readAllLines(part)) {
                    String[] pair = line.split("\t", -1);
                    assertThat(counts.put(pair[0], Long.parseLong(pair[1])))
                            .as("a key in two parts, or twice in one: " + pair[0])
                            .isNull();
                }
            }
        }
        return counts;
    }
}
