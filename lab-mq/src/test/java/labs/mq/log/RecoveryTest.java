package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class RecoveryTest {
    private static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(2_000);

    @TempDir Path directory;

    private static List<String> numbers(int to) {
        return IntStream.range(0, to).mapToObj(Integer::toString).toList();
    }

    /** A log whose process died: nothing sealed but the segments that were full. */
    private List<Path> killedLog(int records) throws Exception {
        Log log = Log.open(directory, SMALL);
        for (String value : numbers(records)) {
            log.append(Batches.of(value));
        }
        log.abandon();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    @Test
    void shouldHaveAllThatWasAppendedWhenItWasKilled() throws Exception {
        killedLog(200);
        try (Log log = Log.open(directory, SMALL)) {
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(numbers(200));
        }
    }

    @Test
    void shouldCutATornTailAtEveryByte() throws Exception {
        Path file = killedLog(3).get(0);
        byte[] whole = Files.readAllBytes(file);
        int batch = whole.length / 3;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));

            Log log = Log.open(directory, SMALL);
            int records = length / batch;
            assertThat(log.end()).as("end, with %d bytes left", length).isEqualTo(records);
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(numbers(records));
            assertThat(log.append(Batches.of("next")).firstOffset()).isEqualTo(records);
            assertThat(Batches.readAll(log, records)).hasSize(1);
            log.abandon();
        }
    }

    @Test
    void shouldCutAtTheFirstBrokenBatch(Random random) throws Exception {
        Path file = killedLog(20).get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 200; i++) {
            byte[] broken = whole.clone();
            int at = random.nextInt(broken.length);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, broken);

            Log log = Log.open(directory, SMALL);
            List<String> left = Batches.values(Batches.readAll(log, 0));
            assertThat(left)
                    .as("what is left with byte %d changed", at)
                    .isEqualTo(numbers(left.size()))
                    .hasSizeLessThanOrEqualTo(20);
            assertThat(log.end()).isEqualTo(left.size());
            log.abandon();
        }
    }

    @Test
    void shouldKeepTheSegmentsBehindOneThatIsBroken() throws Exception {
        List<Path> files = killedLog(100);
        assertThat(files).hasSizeGreaterThan(3);
        Path second = files.get(1);
        long third = Segment.offsetOf(files.get(2));
        Files.delete(index(second));
        long half = Files.size(second) / 2;
        flip(second, half);

        try (Log log = Log.open(directory, SMALL)) {
            List<String> left = Batches.values(Batches.readAll(log, 0));
            int hole = left.indexOf(Long.toString(third));
            assertThat(hole).as("records before the hole").isBetween(25, (int) third - 1);
            assertThat(left.subList(0, hole)).isEqualTo(numbers(hole));
            assertThat(left.subList(hole, left.size()))
                    .as("behind the hole")
                    .isEqualTo(numbers(100).subList((int) third, 100));
            assertThat(Batches.values(Batches.readAll(log, hole)).get(0))
                    .as("what a consumer gets that stands in the hole")
                    .isEqualTo(Long.toString(third));
            assertThat(log.append(Batches.of("next")).firstOffset()).isEqualTo(100);
        }
        try (Stream<Path> all = Files.list(directory)) {
            Path kept = all.filter(file -> file.toString().contains(".cut-at-")).findAny().get();
            long at = Files.size(second);
            assertThat(kept.getFileName()).hasToString(second.getFileName() + ".cut-at-" + at);
            assertThat(at).isLessThanOrEqualTo(half);
            assertThat(Files.size(kept)).as("bytes set aside").isGreaterThan(half - at);
        }
    }

    @Test
    void shouldNotBelieveTheIndexOfASegmentThatWasCutShort() throws Exception {
        List<Path> files = killedLog(100);
        Path second = files.get(1);
        int third = (int) Segment.offsetOf(files.get(2));
        try (var channel = FileChannel.open(second, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(second) - 5);
        }

        try (Log log = Log.open(directory, SMALL)) {
            List<String> expected = new ArrayList<>(numbers(100));
            expected.remove(third - 1);
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(expected);
        }
    }

    private static Path index(Path segment) {
        return Path.of(segment.toString().replace(".log", ".index"));
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void shouldMakeABrokenIndexAgain() throws Exception {
        List<Path> files = killedLog(100);
        for (Path file : files.subList(0, 2)) {
            Path index = Path.of(file.toString().replace(".log", ".index"));
            byte[] bytes = Files.readAllBytes(index);
            bytes[bytes.length / 2] ^= 1;
            Files.write(index, bytes);
        }
        try (Log log = Log.open(directory, SMALL)) {
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(numbers(100));
            assertThat(Batches.values(Batches.readAll(log, 30)))
                    .isEqualTo(numbers(100).subList(30, 100));
        }
    }

    @Test
    void shouldNotReadSealedSegmentsThrough() throws Exception {
        List<Path> files = killedLog(200);
        // A sealed segment is believed. That is what makes a start with gigabytes of log quick; and
        // it shows: a byte that the disk has changed meanwhile is found by the reader's checksum.
        Path first = files.get(0);
        byte[] bytes = Files.readAllBytes(first);
        bytes[bytes.length / 2] ^= 1;
        Files.write(first, bytes);

        try (Log log = Log.open(directory, SMALL)) {
            assertThat(log.start()).isZero();
            assertThat(log.end()).isEqualTo(200);
        }
    }

    @Test
    void shouldReadThroughWhatWasOpenedAgainAndThenKilled() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.of("0"));
        }
        Log log = Log.open(directory, SMALL);
        log.append(Batches.of("1"));
        log.abandon();

        try (Log again = Log.open(directory, SMALL)) {
            assertThat(Batches.values(Batches.readAll(again, 0))).containsExactly("0", "1");
        }
    }

    @Test
    void shouldRecoverABatchThatIsLargerThanItsReadBuffer() throws Exception {
        Log log = Log.open(directory, LogOptions.DEFAULT);
        log.append(Batches.of("small"));
        log.append(Batches.of("x".repeat(1_000_000)));
        log.append(Batches.of("x".repeat(1_000_000)));
        log.append(Batches.of("last"));
        log.abandon();

        try (Log again = Log.open(directory, LogOptions.DEFAULT)) {
            assertThat(again.end()).isEqualTo(4);
            assertThat(Batches.values(Batches.readAll(again, 3))).containsExactly("last");
        }
    }

    @Test
    void shouldLoseNothingThatWasAcknowledgedWhenTheProcessIsKilled(Random random)
            throws Exception {
        for (int round = 0; round < 5; round++) {
            Path own = directory.resolve("round-" + round);
            long acknowledged = appendInAnotherProcessAndKillIt(own, 20 + random.nextInt(300));
            try (Log log = Log.open(own, SMALL)) {
                assertThat(log.end())
                        .as("records after kill -9; %d were acknowledged", acknowledged)
                        .isGreaterThanOrEqualTo(acknowledged);
                List<String> all = Batches.values(Batches.readAll(log, 0));
                assertThat(all).isEqualTo(numbers(all.size()));
            }
        }
    }

    private static long appendInAnotherProcessAndKillIt(Path directory, int afterLines)
            throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AppendForever.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long acknowledged = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < afterLines; i++) {
                acknowledged = Long.parseLong(lines.readLine());
            }
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged = Math.max(acknowledged, parse(line));
            }
        }
        process.waitFor();
        return acknowledged;
    }

    /** The last line may be cut, too. */
    private static long parse(String line) {
        return line.endsWith(".") || line.isEmpty() ? 0 : Long.parseLong(line.strip());
    }

    /** Appends numbers and prints how many it has; until it is killed. */
    static final class AppendForever {
        private AppendForever() {}

        public static void main(String[] args) throws Exception {
            Log log = Log.open(Path.of(args[0]), SMALL);
            for (int i = 0; i < 1_000_000; i++) {
                ByteBuffer batch = Batches.of(Integer.toString(i));
                log.append(batch);
                System.out.println(i + 1);
            }
        }
    }
}
