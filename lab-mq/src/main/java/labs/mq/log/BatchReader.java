package labs.mq.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;

/** Takes the records out of a batch. */
public final class BatchReader {
    private BatchReader() {}

    /**
     * @throws CorruptBatchException if the records are not as the header says
     */
    public static List<LogRecord> read(Batch batch) throws CorruptBatchException {
        return batch.isCompressed() ? readCompressed(batch) : readPlain(batch);
    }

    private static List<LogRecord> readPlain(Batch batch) throws CorruptBatchException {
        ByteBuffer from = batch.bytes().position(Batch.HEADER);
        var records = new ArrayList<LogRecord>();
        for (int i = 0; i < batch.count(); i++) {
            records.add(readRecord(from, batch));
        }
        return records;
    }

    private static LogRecord readRecord(ByteBuffer from, Batch batch) throws CorruptBatchException {
        // BEGIN SOLUTION
        ByteBuffer body = part(from, Varint.get(from));
        if (!body.hasRemaining()) {
            throw new CorruptBatchException("a record without a body");
        }
        body.get(); // attributes, none are defined
        long timestamp = batch.baseTimestamp() + Varint.get(body);
        long offset = batch.baseOffset() + Varint.get(body);
        byte[] key = bytes(body);
        byte[] value = bytes(body);
        return new LogRecord(offset, timestamp, key, value, headers(body));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private static List<LogRecord.Header> headers(ByteBuffer body) throws CorruptBatchException {
        long count = Varint.get(body);
        var headers = new ArrayList<LogRecord.Header>();
        for (long i = 0; i < count; i++) {
            byte[] name = bytes(body);
            if (name == null) {
                throw new CorruptBatchException("a header without a name");
            }
            headers.add(
                    new LogRecord.Header(new String(name, StandardCharsets.UTF_8), bytes(body)));
        }
        return headers;
    }

    private static byte[] bytes(ByteBuffer body) throws CorruptBatchException {
        long length = Varint.get(body);
        if (length == -1) {
            return null;
        }
        var bytes = new byte[part(body, length).remaining()];
        body.get(body.position() - bytes.length, bytes);
        return bytes;
    }

    /** The next bytes, which are skipped; a length that lies is found before it costs memory. */
    private static ByteBuffer part(ByteBuffer from, long length) throws CorruptBatchException {
        if (length < 0 || length > from.remaining()) {
            throw new CorruptBatchException(length + " bytes where " + from.remaining() + " are");
        }
        ByteBuffer part = from.slice(from.position(), (int) length);
        from.position(from.position() + (int) length);
        return part;
    }

    // END SOLUTION

    /** Decompressing is a library's work: Kafka's own reader knows its four ways. */
    private static List<LogRecord> readCompressed(Batch batch) throws CorruptBatchException {
        var records = new ArrayList<LogRecord>();
        try {
            for (Record record : MemoryRecords.readableRecords(batch.bytes()).records()) {
                records.add(copy(record));
            }
        } catch (RuntimeException e) { // whatever a decompressor throws at bytes that lie
            var corrupt = new CorruptBatchException("cannot be decompressed: " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
        return records;
    }

    private static LogRecord copy(Record record) {
        var headers = new ArrayList<LogRecord.Header>();
        for (var header : record.headers()) {
            headers.add(new LogRecord.Header(header.key(), header.value()));
        }
        return new LogRecord(
                record.offset(),
                record.timestamp(),
                copy(record.key()),
                copy(record.value()),
                headers);
    }

    private static byte[] copy(ByteBuffer bytes) {
        if (bytes == null) {
            return null;
        }
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }
}
