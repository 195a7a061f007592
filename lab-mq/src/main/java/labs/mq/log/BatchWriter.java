package labs.mq.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts records into a batch, uncompressed. */
public final class BatchWriter {
    private BatchWriter() {}

    /**
     * A batch of records in the order of their offsets, which need not follow on each other.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static ByteBuffer write(List<LogRecord> records) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a batch holds at least one record");
        }
        long base = records.get(0).offset();
        return write(records, base, records.get(records.size() - 1).offset());
    }

    /**
     * What compaction leaves of a batch: it keeps its offsets, and its producer's numbers, so that
     * the producer is still known after a restart.
     */
    static ByteBuffer rewrite(Batch batch, List<LogRecord> kept) {
        ByteBuffer smaller = write(kept, batch.baseOffset(), batch.lastOffset());
        smaller.putShort(Batch.ATTRIBUTES_AT, batch.attributesOfPlain());
        smaller.putLong(Batch.PRODUCER_ID_AT, batch.producerId());
        smaller.putShort(Batch.PRODUCER_EPOCH_AT, batch.producerEpoch());
        smaller.putInt(Batch.BASE_SEQUENCE_AT, batch.baseSequence());
        return smaller.putInt(Batch.CRC_AT, Batch.checksum(smaller));
    }

    /**
     * The end of a producer's transaction, as it stands in the log: a control batch of one record,
     * whose key says how it ended.
     */
    public static ByteBuffer endOfTransaction(long producerId, short epoch, boolean commit) {
        byte[] key = {0, 0, 0, (byte) (commit ? 1 : 0)}; // version, and how
        byte[] value = new byte[6]; // version, and the coordinator's epoch: there is one
        var record = new LogRecord(0, System.currentTimeMillis(), key, value);
        ByteBuffer batch = write(List.of(record));
        batch.putShort(Batch.ATTRIBUTES_AT, (short) (Batch.TRANSACTIONAL | Batch.CONTROL));
        batch.putLong(Batch.PRODUCER_ID_AT, producerId);
        batch.putShort(Batch.PRODUCER_EPOCH_AT, epoch);
        return batch.putInt(Batch.CRC_AT, Batch.checksum(batch));
    }

    private static ByteBuffer write(List<LogRecord> records, long base, long last) {
        long firstTime = records.get(0).timestamp();
        int size = Batch.HEADER;
        for (LogRecord record : records) {
            int body = bodySize(record, base, firstTime);
            size += Varint.size(body) + body;
        }
        ByteBuffer batch = ByteBuffer.allocate(size);
        batch.position(Batch.HEADER);
        records.forEach(record -> put(batch, record, base, firstTime));
        header(batch.flip(), records, base, last);
        return batch;
    }

    private static void header(ByteBuffer batch, List<LogRecord> records, long base, long last) {
        long newest = records.stream().mapToLong(LogRecord::timestamp).max().orElseThrow();
        batch.putLong(0, base);
        batch.putInt(Batch.LENGTH_AT, batch.limit() - Batch.OVERHEAD);
        batch.put(Batch.MAGIC_AT, Batch.MAGIC);
        batch.putInt(Batch.LAST_DELTA_AT, (int) (last - base));
        batch.putLong(Batch.BASE_TIMESTAMP_AT, records.get(0).timestamp());
        batch.putLong(Batch.MAX_TIMESTAMP_AT, newest);
        batch.putLong(Batch.PRODUCER_ID_AT, -1);
        batch.putShort(Batch.PRODUCER_EPOCH_AT, (short) -1);
        batch.putInt(Batch.BASE_SEQUENCE_AT, -1);
        batch.putInt(Batch.COUNT_AT, records.size());
        batch.putInt(Batch.CRC_AT, Batch.checksum(batch));
    }

    private static void put(ByteBuffer to, LogRecord record, long base, long firstTime) {
        // BEGIN SOLUTION
        Varint.put(to, bodySize(record, base, firstTime));
        to.put((byte) 0); // attributes, none are defined
        Varint.put(to, record.timestamp() - firstTime);
        Varint.put(to, record.offset() - base);
        putBytes(to, record.key());
        putBytes(to, record.value());
        Varint.put(to, record.headers().size());
        for (LogRecord.Header header : record.headers()) {
            putBytes(to, header.name().getBytes(StandardCharsets.UTF_8));
            putBytes(to, header.value());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private static void putBytes(ByteBuffer to, byte[] bytes) {
        Varint.put(to, bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            to.put(bytes);
        }
    }

    private static int bodySize(LogRecord record, long base, long firstTime) {
        int size = 1 + Varint.size(record.timestamp() - firstTime);
        size += Varint.size(record.offset() - base);
        size += sizeOf(record.key()) + sizeOf(record.value());
        size += Varint.size(record.headers().size());
        for (LogRecord.Header header : record.headers()) {
            size += sizeOf(header.name().getBytes(StandardCharsets.UTF_8)) + sizeOf(header.value());
        }
        return size;
    }

    private static int sizeOf(byte[] bytes) {
        return bytes == null ? 1 : Varint.size(bytes.length) + bytes.length;
    }
}
