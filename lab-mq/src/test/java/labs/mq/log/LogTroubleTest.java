package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import labs.kit.LabTest;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log does when something fails in the middle, or when two things happen at once. */
@LabTest
@Timeout(60)
class LogTroubleTest {
    private static final LogOptions SMALL = LogOptions.DEFAULT.withSegmentBytes(2_000);
    private static final Instant SOON = Instant.ofEpochMilli(2_000);
    private static final Instant MUCH_LATER = Instant.ofEpochMilli(1_000_000_000);

    @TempDir Path directory;

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    /** Something stands where the next segment's file would be made. */
    private Path block(Log log, String suffix) throws IOException {
        return Files.createDirectories(
                directory.resolve(String.format("%020d%s/in the way", log.end(), suffix)));
    }

    private static void unblock(Path inTheWay) throws IOException {
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
    }

    private Log halfFull() throws Exception {
        Log log = Log.open(directory, SMALL);
        for (int i = 0; i < 20; i++) {
            log.append(Batches.of("v" + i));
        }
        return log;
    }

    @Test
    void shouldNotTakeASegmentForSealedWhenRollingFailed() throws Exception {
        Log log = halfFull();
        Path inTheWay = block(log, ".log");
        assertThatThrownBy(() -> log.append(Batches.of("x".repeat(1_000))))
                .isInstanceOf(IOException.class);
        assertThat(log.append(Batches.of("a small one still fits")).firstOffset()).isEqualTo(20);
        log.abandon();
        unblock(inTheWay);

        Path first = directory.resolve(String.format("%020d.log", 0));
        try (var file = FileChannel.open(first, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 3); // killed in the middle of the last append
        }
        try (Log again = Log.open(directory, SMALL)) {
            assertThat(again.end())
                    .as("its torn end is cut only if nothing says that it is sealed")
                    .isEqualTo(20);
            again.append(Batches.of("next"));
            assertThat(Batches.readAll(again, 0)).hasSize(21);
        }
    }

    @Test
    void shouldBeAsBeforeWhenSealingFailed() throws Exception {
        Log log = halfFull();
        Path inTheWay =
                Files.createDirectories(
                        directory.resolve(String.format("%020d.index.new/in the way", 0)));
        assertThatThrownBy(() -> log.append(Batches.of("x".repeat(1_000))))
                .isInstanceOf(IOException.class);
        assertThat(log.end()).isEqualTo(20);
        assertThat(Batches.readAll(log, 0)).hasSize(20);
        unblock(inTheWay);

        assertThat(log.append(Batches.of("x".repeat(1_000))).firstOffset()).isEqualTo(20);
        assertThat(log.append(Batches.of("next")).firstOffset()).isEqualTo(21);
        log.abandon();
        try (Log again = Log.open(directory, SMALL)) {
            assertThat(Batches.readAll(again, 0)).hasSize(22);
        }
    }

    @Test
    void shouldNeverTellAReaderThatWhatItJustReadDoesNotExist() throws Exception {
        var done = new AtomicBoolean();
        try (Log log = Log.open(directory, LogOptions.DEFAULT)) {
            var reader = CompletableFuture.runAsync(() -> follow(log, done));
            for (int i = 0; i < 30_000; i++) {
                log.append(Batches.of("x"));
            }
            done.set(true);
            reader.join();
        }
    }

    private static void follow(Log log, AtomicBoolean done) {
        try {
            for (long next = 0; !done.get() || next < log.end(); ) {
                try (LogSlice slice = log.read(next, 100_000)) {
                    for (Batch batch : Batch.wholeIn(slice.read())) {
                        next = batch.nextOffset();
                    }
                }
            }
        } catch (Exception e) {
            throw new AssertionError("a reader at the end fell over", e);
        }
    }

    @Test
    void shouldServeReadersWhileItIsCompacted() throws Exception {
        var done = new AtomicBoolean();
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.keyed(1_000, "k0", "v"));
            var reader = CompletableFuture.runAsync(() -> readAgainAndAgain(log, done));
            for (int i = 0; i < 1_000; i++) {
                log.append(Batches.keyed(1_000, "k" + i % 5, "v" + i));
                if (i % 50 == 0) {
                    log.compact(SOON);
                }
            }
            done.set(true);
            reader.join();
        }
    }

    private static void readAgainAndAgain(Log log, AtomicBoolean done) {
        try {
            while (!done.get()) {
                assertThat(Batches.readAll(log, 0)).isNotEmpty();
                assertThat(log.offsetForTime(0)).isNotNegative();
            }
        } catch (Exception e) {
            throw new AssertionError("a reader fell over while the log was compacted", e);
        }
    }

    @Test
    void shouldKnowThatThereIsNothingBehindAHoleAtTheEnd() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(Batches.keyed(1_000, "kept", "1"));
            log.append(Batches.keyed(1_000, "a", "1"));
            log.append(Batches.keyed(1_000, "a", null));
            log.roll();
            log.compact(MUCH_LATER);

            assertThat(log.end()).isEqualTo(3);
            assertThat(log.bytesFrom(0)).isPositive();
            assertThat(log.bytesFrom(1))
                    .as("a consumer that waits here would ask again and again without a pause")
                    .isZero();
            assertThat(log.bytesFrom(3)).isZero();

            log.append(Batches.keyed(1_000, "b", "1"));
            assertThat(log.bytesFrom(1)).isPositive();
            assertThat(Batches.readAll(log, 1)).extracting(LogRecord::offset).containsExactly(3L);
        }
    }

    @Test
    void shouldKeepTheProducersNumbersWhenItCompacts() throws Exception {
        try (Log log = Log.open(directory, SMALL)) {
            log.append(
                    MemoryRecords.withIdempotentRecords(
                                    Compression.NONE,
                                    77L,
                                    (short) 3,
                                    40,
                                    new SimpleRecord(1_000, "a".getBytes(), "1".getBytes()),
                                    new SimpleRecord(1_000, "a".getBytes(), "2".getBytes()))
                            .buffer());
            log.roll();
            assertThat(log.compact(SOON)).isEqualTo(1);

            var seen = new ArrayList<String>();
            log.forEachHeader(
                    9,
                    batch ->
                            seen.add(
                                    batch.producerId()
                                            + "/"
                                            + batch.producerEpoch()
                                            + "/"
                                            + batch.baseSequence()
                                            + "…"
                                            + batch.lastSequence()));
            assertThat(seen).containsExactly("77/3/40…41");
        }
    }

    @Test
    void shouldClearAwayWhatWasHalfWrittenWhenItDied() throws Exception {
        halfFull().close();
        Path compacted = directory.resolve(String.format("%020d.log.compacted", 0));
        Path index = directory.resolve(String.format("%020d.index.new", 0));
        Files.writeString(compacted, "half");
        Files.writeString(index, "half");

        try (Log log = Log.open(directory, SMALL)) {
            assertThat(Batches.readAll(log, 0)).hasSize(20);
            assertThat(compacted).doesNotExist();
            assertThat(index).doesNotExist();
        }
    }

    @Test
    void shouldSayThatItIsClosed() throws Exception {
        Log log = halfFull();
        log.close();
        assertThatThrownBy(() -> log.read(0, 1_000)).hasMessageContaining("closed");
        assertThatThrownBy(() -> log.append(Batches.of("x"))).hasMessageContaining("closed");
        assertThatThrownBy(() -> log.compact(SOON)).hasMessageContaining("closed");
    }

    @Test
    void shouldHoldNoFileWhenOpeningFailed() throws Exception {
        Path root = directory.resolve("logs");
        try (var logs = LogDirectory.open(root, SMALL)) {
            logs.create("orders", 20);
        }
        Files.createDirectories(root.resolve("orders-30")); // and none in between
        long before = openFiles();
        assertThatThrownBy(() -> LogDirectory.open(root, SMALL))
                .isInstanceOf(LogDirectoryException.class)
                .hasMessageContaining("not all partitions of orders");
        Files.delete(root.resolve("orders-30"));
        Path unreadable = root.resolve("orders-19").resolve(String.format("%020d.log", 999));
        Files.createDirectories(unreadable);
        assertThatThrownBy(() -> LogDirectory.open(root, SMALL)).isInstanceOf(IOException.class);
        assertThat(openFiles()).as("open files").isLessThan(before + 10);

        Files.delete(unreadable);
        try (var logs = LogDirectory.open(root, SMALL)) {
            assertThat(logs.logs("orders")).hasSize(20);
        }
    }

    @Test
    void shouldFindRecordsThatLieBehindARightChecksum() throws Exception {
        ByteBuffer good = Batches.of("a", "bb", "ccc");
        RecordCheck.requireReadable(Batch.parse(good).get(0));
        int lies = 0;
        for (int at = Batch.HEADER; at < good.limit(); at++) {
            ByteBuffer changed = ByteBuffer.allocate(good.limit()).put(0, good, 0, good.limit());
            changed.put(at, (byte) (changed.get(at) ^ 0x55));
            changed.putInt(Batch.CRC_AT, Batch.checksum(changed));
            Batch batch = Batch.parse(changed).get(0);
            boolean isRefused = isRefused(batch);
            lies += isRefused ? 1 : 0;
            if (!isRefused) {
                assertThat(BatchReader.read(batch)).as("byte %d, taken: readable", at).hasSize(3);
            }
        }
        assertThat(lies).as("changed bytes that were noticed").isGreaterThan(10);
    }

    @Test
    void shouldFindCompressedBytesThatAreNone() throws Exception {
        for (Compression way : List.of(Compression.gzip().build(), Compression.zstd().build())) {
            ByteBuffer batch =
                    MemoryRecords.withRecords(
                                    way,
                                    new SimpleRecord("a".getBytes()),
                                    new SimpleRecord("b".repeat(100).getBytes()))
                            .buffer();
            RecordCheck.requireReadable(Batch.parse(batch).get(0));
            batch.put(Batch.HEADER + 1, (byte) 0x77);
            batch.putInt(Batch.CRC_AT, Batch.checksum(batch));
            assertThat(isRefused(Batch.parse(batch).get(0))).as("broken %s", way.type()).isTrue();
        }
    }

    private static boolean isRefused(Batch batch) {
        try {
            RecordCheck.requireReadable(batch);
            return false;
        } catch (CorruptBatchException e) {
            return true;
        }
    }
}
