package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
class LogTest {
    private static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(2_000);

    @TempDir Path directory;

    private Log open() throws Exception {
        return Log.open(directory.resolve("orders-0"), SMALL);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static void append(Log log, int from, int to) throws Exception {
        for (String value : numbers(from, to)) {
            log.append(Batches.of(value));
        }
    }

    @Test
    void shouldGiveOffsetsInOrder() throws Exception {
        try (Log log = open()) {
            assertThat(log.append(Batches.of("a", "b"))).isEqualTo(new Appended(0, 2));
            assertThat(log.append(Batches.of("c"))).isEqualTo(new Appended(2, 3));

            assertThat(log.start()).isZero();
            assertThat(log.end()).isEqualTo(3);
            assertThat(Batches.readAll(log, 0))
                    .extracting(LogRecord::offset)
                    .containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void shouldReadFromEveryOffsetAcrossSegments() throws Exception {
        try (Log log = open()) {
            append(log, 0, 300);

            for (int from = 0; from <= 300; from += 7) {
                assertThat(Batches.values(Batches.readAll(log, from)))
                        .as("read from %d on", from)
                        .isEqualTo(numbers(from, 300));
            }
            assertThat(segmentFiles()).as("files of at most 2,000 bytes").hasSizeGreaterThan(5);
        }
    }

    private List<Path> segmentFiles() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
        }
    }

    @Test
    void shouldRollBeforeASegmentGrowsTooLarge() throws Exception {
        try (Log log = open()) {
            append(log, 0, 300);
        }
        for (Path file : segmentFiles()) {
            assertThat(Files.size(file)).as("%s", file).isLessThanOrEqualTo(2_000);
        }
    }

    @Test
    void shouldStartReadingWithinABatch() throws Exception {
        try (Log log = open()) {
            log.append(Batches.of("a", "b", "c"));
            log.append(Batches.of("d"));

            assertThat(Batches.values(Batches.readAll(log, 1))).containsExactly("b", "c", "d");
        }
    }

    @Test
    void shouldGiveAtLeastOneBatchHoweverFewBytesAreWanted() throws Exception {
        try (Log log = open()) {
            log.append(Batches.of("a", "b", "c"));
            log.append(Batches.of("d"));

            try (LogSlice slice = log.read(0, 1)) {
                assertThat(Batch.wholeIn(slice.read())).hasSize(1);
            }
        }
    }

    @Test
    void shouldGiveNothingAtTheEndAndRefuseWhatIsBeyond() throws Exception {
        try (Log log = open()) {
            log.append(Batches.of("a"));

            try (LogSlice slice = log.read(1, 1_000)) {
                assertThat(slice.length()).isZero();
            }
            assertThatThrownBy(() -> log.read(2, 1_000))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContaining("0 … 1");
            assertThatThrownBy(() -> log.read(-1, 1_000))
                    .isInstanceOf(OffsetOutOfRangeException.class);
        }
    }

    @Test
    void shouldHandOverTheBytesOfTheFileAsTheyAre() throws Exception {
        try (Log log = open()) {
            ByteBuffer sent = Batches.of("a", "b");
            log.append(sent);

            var received = new ByteArrayOutputStream();
            try (LogSlice slice = log.read(0, 1_000)) {
                slice.transferTo(0, Channels.newChannel(received));
            }

            assertThat(received.toByteArray()).isEqualTo(sent.array());
        }
    }

    @Test
    void shouldKeepASliceReadableThoughItsSegmentIsDropped() throws Exception {
        LogOptions options = SMALL.withRetention(null, 0);
        try (Log log = Log.open(directory.resolve("orders-0"), options)) {
            append(log, 0, 100);
            try (LogSlice slice = log.read(0, 1_000)) {
                assertThat(log.retain(java.time.Instant.now())).isPositive();
                assertThat(log.start()).isPositive();

                assertThat(Batch.wholeIn(slice.read()).get(0).baseOffset()).isZero();
            }
        }
    }

    @Test
    void shouldRefuseABatchThatIsTooLargeAndSayTheLimit() throws Exception {
        try (Log log = open()) {
            assertThatThrownBy(() -> log.append(Batches.of("x".repeat(2_000))))
                    .isInstanceOf(BatchTooLargeException.class)
                    .hasMessageContaining("2000");
            assertThat(log.end()).isZero();
        }
    }

    @Test
    void shouldAppendNothingOfSeveralBatchesIfOneIsBroken() throws Exception {
        try (Log log = open()) {
            ByteBuffer good = Batches.of("good");
            ByteBuffer bad = Batches.of("bad");
            bad.put(Batch.HEADER + 3, (byte) 77);
            ByteBuffer both = ByteBuffer.allocate(good.limit() + bad.limit());
            both.put(good).put(bad).flip();

            assertThatThrownBy(() -> log.append(both)).isInstanceOf(CorruptBatchException.class);
            assertThat(log.end()).isZero();
            assertThat(log.append(Batches.of("next")).firstOffset()).isZero();
        }
    }

    @Test
    void shouldGoOnWhereItEndedWhenOpenedAgain() throws Exception {
        try (Log log = open()) {
            append(log, 0, 120);
        }
        try (Log log = open()) {
            assertThat(log.end()).isEqualTo(120);
            append(log, 120, 240);
        }
        try (Log log = open()) {
            assertThat(Batches.values(Batches.readAll(log, 0))).isEqualTo(numbers(0, 240));
        }
    }

    @Test
    void shouldFindTheFirstRecordOfATime() throws Exception {
        try (Log log = open()) {
            for (int i = 0; i < 200; i++) {
                log.append(Batches.at(1_000 + 10 * i, "a", "b", "c"));
            }

            assertThat(log.offsetForTime(0)).isZero();
            assertThat(log.offsetForTime(1_000 + 10 * 50)).isEqualTo(150);
            assertThat(log.offsetForTime(1_000 + 10 * 50 + 1)).isEqualTo(151);
            assertThat(log.offsetForTime(1_000 + 10 * 50 + 3)).isEqualTo(153);
            assertThat(log.offsetForTime(1_000 + 10 * 199 + 2)).isEqualTo(599);
            assertThat(log.offsetForTime(1_000_000)).isEqualTo(-1);
        }
    }

    @Test
    void shouldFindTheFirstRecordOfATimeThoughTimesJumpBack(Random random) throws Exception {
        var times = new ArrayList<Long>();
        try (Log log = open()) {
            for (int i = 0; i < 300; i++) {
                long time = 1_000 + 10L * i - random.nextInt(200);
                times.add(time);
                log.append(Batches.at(time, "x"));
            }
            for (long time = 900; time < 4_100; time += 13) {
                long wanted = time;
                int expected =
                        IntStream.range(0, 300)
                                .filter(i -> times.get(i) >= wanted)
                                .findFirst()
                                .orElse(-1);
                assertThat(log.offsetForTime(time)).as("time %d", time).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldShowReadersOnlyWholeRecordsWhileItIsAppendedTo() throws Exception {
        var done = new AtomicBoolean();
        try (Log log = open()) {
            var reader =
                    CompletableFuture.runAsync(
                            () -> {
                                while (!done.get()) {
                                    requireCountingFromZero(log);
                                }
                            });
            append(log, 0, 3_000);
            done.set(true);
            reader.join();
            requireCountingFromZero(log);
        }
    }

    private static void requireCountingFromZero(Log log) {
        try {
            List<String> read = Batches.values(Batches.readAll(log, 0));
            assertThat(read).isEqualTo(numbers(0, read.size()));
        } catch (Exception e) {
            throw new AssertionError("a reader fell over while the log was appended to", e);
        }
    }

    @Test
    void shouldGiveEachOfManyWritersOffsetsOfItsOwn() throws Exception {
        try (Log log = open()) {
            List<CompletableFuture<Void>> writers =
                    IntStream.range(0, 4)
                            .mapToObj(w -> CompletableFuture.runAsync(() -> write(log, w)))
                            .toList();
            writers.forEach(CompletableFuture::join);

            assertThat(log.end()).isEqualTo(1_000);
            List<String> all = Batches.values(Batches.readAll(log, 0));
            for (int w = 0; w < 4; w++) {
                String mine = w + "-";
                assertThat(all.stream().filter(value -> value.startsWith(mine)))
                        .as("writer %d's values, in its order", w)
                        .isEqualTo(IntStream.range(0, 250).mapToObj(i -> mine + i).toList());
            }
        }
    }

    private static void write(Log log, int writer) {
        try {
            for (int i = 0; i < 250; i++) {
                log.append(Batches.of(writer + "-" + i));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
