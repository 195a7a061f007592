package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import labs.kit.LabTest;
import labs.mq.log.AbortedTransactions.Aborted;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a log keeps of transactions: its markers, what was aborted, and what compaction may drop.
 */
@LabTest
@Timeout(60)
class TransactionalLogTest {
    private static final LogOptions OPTIONS = LogOptions.DEFAULT.withSegmentBytes(4_000);

    @TempDir Path directory;

    /** A record of a producer's transaction, its value being as long as that. */
    private static ByteBuffer inTransaction(long producer, String key, String value) {
        ByteBuffer batch = Batches.keyed(1_000, key, value);
        batch.putShort(Batch.ATTRIBUTES_AT, (short) Batch.TRANSACTIONAL);
        batch.putLong(Batch.PRODUCER_ID_AT, producer);
        batch.putShort(Batch.PRODUCER_EPOCH_AT, (short) 0);
        batch.putInt(Batch.BASE_SEQUENCE_AT, 0);
        return batch.putInt(Batch.CRC_AT, Batch.checksum(batch));
    }

    private static long append(Log log, ByteBuffer bytes) throws Exception {
        return log.append(bytes).firstOffset();
    }

    @Test
    void shouldWriteTheMarkerThatKafkasClientsRead() throws Exception {
        ByteBuffer marker = BatchWriter.endOfTransaction(77, (short) 3, true);
        var read = MemoryRecords.readableRecords(marker).batches().iterator().next();
        read.ensureValid();
        assertThat(read.isControlBatch()).isTrue();
        assertThat(read.isTransactional()).isTrue();
        assertThat(read.producerId()).isEqualTo(77);
        assertThat(read.producerEpoch()).isEqualTo((short) 3);
        var end = EndTransactionMarker.deserialize(read.iterator().next());
        assertThat(end.controlType()).isEqualTo(ControlRecordType.COMMIT);
    }

    @Test
    void shouldKnowAfterARestartWhatWasAborted() throws Exception {
        try (Log log = Log.open(directory, OPTIONS)) {
            long first = append(log, inTransaction(7, "k", "v"));
            log.endTransaction(7, (short) 0, first, false);
            append(log, inTransaction(8, "k", "v"));
            log.endTransaction(8, (short) 0, 2, true);
        }
        try (Log log = Log.open(directory, OPTIONS)) {
            assertThat(log.aborted().between(0, log.end())).containsExactly(new Aborted(7, 0, 1));
            assertThat(log.aborted().between(2, log.end())).isEmpty();
        }
    }

    @Test
    void shouldNotBelieveAnEntryWhoseMarkerWasNeverWritten() throws Exception {
        try (Log log = Log.open(directory, OPTIONS)) {
            append(log, inTransaction(7, "k", "v"));
            log.aborted().add(new Aborted(7, 0, 1)); // and then the process died
        }
        Path file = directory.resolve("aborted.index");
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        try (Log log = Log.open(directory, OPTIONS)) {
            assertThat(log.aborted().between(0, 100)).isEmpty();
            assertThat(Files.size(file)).as("nor keep it for the next time").isZero();
        }
    }

    @Test
    void shouldReadUpToAnOffset() throws Exception {
        try (Log log = Log.open(directory, OPTIONS)) {
            for (int i = 0; i < 40; i++) {
                append(log, Batches.keyed(1_000, "k", "v".repeat(300)));
            }
            for (long limit = 0; limit <= 40; limit++) {
                long next = 0;
                for (boolean more = true; more; ) {
                    try (LogSlice slice = log.read(next, 1_000_000, limit)) {
                        List<Batch> batches = Batch.wholeIn(slice.read());
                        more = !batches.isEmpty();
                        next = more ? batches.get(batches.size() - 1).nextOffset() : next;
                        assertThat(slice.before()).isGreaterThanOrEqualTo(more ? next : 0);
                    }
                }
                assertThat(next).isEqualTo(limit);
            }
        }
    }

    @Test
    void shouldCompactWhatIsDecidedAndKeepTheMarkers() throws Exception {
        try (Log log = Log.open(directory, OPTIONS)) {
            append(log, Batches.keyed(1_000, "a", "committed before"));
            append(log, inTransaction(7, "a", "aborted"));
            append(log, inTransaction(8, "b", "b1"));
            append(log, inTransaction(8, "b", "b2"));
            log.endTransaction(7, (short) 0, 1, false);
            log.endTransaction(8, (short) 0, 2, true);
            long open = append(log, inTransaction(9, "b", "open"));
            log.roll();
            log.compact(Instant.now(), open);

            List<LogRecord> left = Batches.readAll(log, 0);
            assertThat(left).extracting(LogRecord::offset).containsExactly(0L, 3L, 4L, 5L, 6L);
            assertThat(left.get(0).value()).asString().isEqualTo("committed before");
            assertThat(left.get(1).value())
                    .as("an open transaction replaces nothing")
                    .asString()
                    .isEqualTo("b2");
        }
    }

    @Test
    void shouldDeleteBeforeAnOffsetAndKnowItAfterARestart() throws Exception {
        try (Log log = Log.open(directory, OPTIONS)) {
            for (int i = 0; i < 40; i++) {
                append(log, Batches.keyed(1_000 + i, "k", "v".repeat(300)));
            }
            long size = log.sizeInBytes();
            assertThat(log.deleteBefore(25)).isEqualTo(25);
            assertThat(log.sizeInBytes()).as("whole segments go at once").isLessThan(size);
            assertThat(log.firstSince(0).orElseThrow().offset()).isEqualTo(25);
        }
        try (Log log = Log.open(directory, OPTIONS.withRetention(Duration.ofDays(1), -1))) {
            assertThat(log.start()).isEqualTo(25);
            assertThat(log.deleteBefore(10)).as("never back").isEqualTo(25);
        }
    }
}
