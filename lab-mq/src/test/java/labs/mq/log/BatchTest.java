package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import labs.kit.LabTest;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(120)
class BatchTest {
    private static List<LogRecord> someRecords(Random random) {
        var records = new ArrayList<LogRecord>();
        long offset = random.nextInt(1_000_000);
        for (int i = random.nextInt(20); i >= 0; i--) {
            byte[] key = random.nextInt(3) == 0 ? null : someBytes(random);
            byte[] value = random.nextInt(5) == 0 ? null : someBytes(random);
            var headers = new ArrayList<LogRecord.Header>();
            for (int h = random.nextInt(3); h > 0; h--) {
                headers.add(new LogRecord.Header("h" + h, someBytes(random)));
            }
            long time = 1_700_000_000_000L + random.nextInt(100_000);
            records.add(new LogRecord(offset, time, key, value, headers));
            offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(300) : 0);
        }
        return records;
    }

    private static byte[] someBytes(Random random) {
        var bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(300) : random.nextInt(10)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldReadBackWhatItWrote(Random random) throws Exception {
        for (int i = 0; i < 60; i++) {
            List<LogRecord> records = someRecords(random);

            Batch batch = Batch.trusted(BatchWriter.write(records));

            assertThat(batch.isIntact()).isTrue();
            assertThat(batch.count()).isEqualTo(records.size());
            assertThat(batch.baseOffset()).isEqualTo(records.get(0).offset());
            assertThat(batch.lastOffset()).isEqualTo(records.get(records.size() - 1).offset());
            assertThat(BatchReader.read(batch))
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(records);
        }
    }

    @Test
    void shouldWriteWhatKafkasReaderReads(Random random) {
        for (int i = 0; i < 300; i++) {
            List<LogRecord> records = someRecords(random);
            int n = 0;

            for (Record read :
                    MemoryRecords.readableRecords(BatchWriter.write(records)).records()) {
                LogRecord written = records.get(n++);
                assertThat(read.offset()).isEqualTo(written.offset());
                assertThat(read.timestamp()).isEqualTo(written.timestamp());
                assertThat(array(read.key())).isEqualTo(written.key());
                assertThat(array(read.value())).isEqualTo(written.value());
                assertThat(read.headers()).hasSize(written.headers().size());
            }

            assertThat(n).as("records that Kafka's reader found").isEqualTo(records.size());
        }
    }

    private static byte[] array(ByteBuffer bytes) {
        if (bytes == null) {
            return null;
        }
        var array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    @Test
    void shouldReadWhatKafkasWriterWrites() throws Exception {
        for (Compression compression :
                List.of(Compression.NONE, Compression.gzip().build(), Compression.lz4().build())) {
            ByteBuffer written =
                    MemoryRecords.withRecords(
                                    (byte) 2,
                                    5L,
                                    compression,
                                    TimestampType.CREATE_TIME,
                                    new SimpleRecord(10, Batches.bytes("a"), Batches.bytes("1")),
                                    new SimpleRecord(
                                            9,
                                            (byte[]) null,
                                            (byte[]) null,
                                            new Header[] {
                                                new RecordHeader("x", Batches.bytes("y"))
                                            }))
                            .buffer();

            Batch batch = Batch.parse(written).get(0);
            List<LogRecord> records = BatchReader.read(batch);

            assertThat(batch.lastOffset()).isEqualTo(6);
            assertThat(batch.maxTimestamp()).isEqualTo(10);
            assertThat(records).hasSize(2);
            assertThat(Batches.text(records.get(0).key())).isEqualTo("a");
            assertThat(records.get(0).timestamp()).isEqualTo(10);
            assertThat(records.get(1).offset()).isEqualTo(6);
            assertThat(records.get(1).isTombstone()).isTrue();
            assertThat(records.get(1).headers().get(0).name()).isEqualTo("x");
        }
    }

    @Test
    void shouldNoticeEveryChangedBitBehindTheChecksum() throws Exception {
        ByteBuffer batch = Batches.of("some", "values");
        for (int bit = Batch.MAGIC_AT * 8; bit < batch.limit() * 8; bit++) {
            ByteBuffer changed = ByteBuffer.allocate(batch.limit()).put(0, batch, 0, batch.limit());
            changed.put(bit / 8, (byte) (changed.get(bit / 8) ^ 1 << (bit % 8)));
            assertThatThrownBy(() -> Batch.parse(changed))
                    .as("bit %d of byte %d was flipped", bit % 8, bit / 8)
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void shouldRefuseABatchThatIsCut() {
        ByteBuffer batch = Batches.of("some", "values");
        for (int length = 1; length < batch.limit(); length++) {
            ByteBuffer cut = batch.slice(0, length);
            assertThatThrownBy(() -> Batch.parse(cut))
                    .as("the first %d bytes of a batch", length)
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void shouldRefuseALengthThatLies() {
        for (int length : new int[] {0, -1, 48, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            ByteBuffer batch = Batches.of("value");
            batch.putInt(Batch.LENGTH_AT, length);
            assertThatThrownBy(() -> Batch.parse(batch))
                    .as("length %d", length)
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void shouldNotBelieveTheLengthsWithinABatch(Random random) {
        // With a checksum that is right: this is a producer that lies, not a disk that fails.
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer batch = Batches.of("some value", "another");
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = Batch.HEADER + random.nextInt(batch.limit() - Batch.HEADER);
                batch.put(at, (byte) random.nextInt());
            }
            batch.putInt(Batch.CRC_AT, Batch.checksum(batch));
            try {
                BatchReader.read(Batch.parse(batch).get(0));
            } catch (CorruptBatchException e) {
                refused++; // the only way in which it may fail
            }
        }
        assertThat(refused).as("batches that were refused").isGreaterThan(5_000);
    }

    @Test
    void shouldParseSeveralBatchesOneAfterTheOther() throws Exception {
        ByteBuffer first = Batches.of("a", "b");
        ByteBuffer second = Batches.of("c");
        ByteBuffer both = ByteBuffer.allocate(first.limit() + second.limit());
        both.put(first).put(second).flip();

        assertThat(Batch.parse(both)).extracting(Batch::count).containsExactly(2, 1);
    }
}
