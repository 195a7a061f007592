package labs.mq.log;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/**
 * Looks whether the records of a batch are what its header says, without making anything of them. A
 * right checksum proves only that the bytes are those which somebody sent: a log that takes them
 * unread makes every reader fall over them, and compaction, too.
 */
public final class RecordCheck {
    private static final int NULL = -1;

    private RecordCheck() {}

    /**
     * For a log that is compacted.
     *
     * @throws CorruptBatchException if a consumer could not read them, or one has no key
     */
    public static void requireReadableAndKeyed(Batch batch) throws CorruptBatchException {
        requireReadable(batch);
        for (LogRecord record : BatchReader.read(batch)) {
            if (record.key() == null) {
                throw new CorruptBatchException("no key, and the topic is compacted by key");
            }
        }
    }

    /**
     * @throws CorruptBatchException if a consumer could not read them
     */
    public static void requireReadable(Batch batch) throws CorruptBatchException {
        if (batch.isCompressed()) {
            requireDecompressible(batch);
        } else {
            requirePlain(batch);
        }
    }

    private static void requirePlain(Batch batch) throws CorruptBatchException {
        ByteBuffer from = batch.bytes().position(Batch.HEADER);
        int end = from.limit();
        for (int i = 0; i < batch.count(); i++) {
            int length = lengthOf(from, end);
            int next = from.position() + length;
            requireRecord(from.limit(next), i);
            from.limit(end).position(next);
        }
        if (from.hasRemaining()) {
            throw new CorruptBatchException(from.remaining() + " bytes behind the last record");
        }
    }

    private static int lengthOf(ByteBuffer from, int end) throws CorruptBatchException {
        long length = Varint.get(from);
        if (length < 1 || length > end - from.position()) {
            throw new CorruptBatchException("a record of " + length + " bytes");
        }
        return (int) length;
    }

    private static void requireRecord(ByteBuffer body, int number) throws CorruptBatchException {
        body.get(); // attributes, none are defined
        Varint.get(body); // time
        if (Varint.get(body) != number) {
            throw new CorruptBatchException("record " + number + " has another number");
        }
        skip(body, true);
        skip(body, true);
        long headers = Varint.get(body);
        for (long i = 0; i < headers; i++) {
            skip(body, false);
            skip(body, true);
        }
        if (headers < 0 || body.hasRemaining()) {
            throw new CorruptBatchException("record " + number + " does not end where it says");
        }
    }

    private static void skip(ByteBuffer body, boolean mayBeNull) throws CorruptBatchException {
        long length = Varint.get(body);
        if (length == NULL && mayBeNull) {
            return;
        } else if (length < 0 || length > body.remaining()) {
            throw new CorruptBatchException(length + " bytes where " + body.remaining() + " are");
        }
        body.position(body.position() + (int) length);
    }

    /** Decompressing is a library's work: Kafka's own reader knows its four ways. */
    private static void requireDecompressible(Batch batch) throws CorruptBatchException {
        try {
            var read =
                    (DefaultRecordBatch)
                            MemoryRecords.readableRecords(batch.bytes())
                                    .batches()
                                    .iterator()
                                    .next();
            try (var records = read.skipKeyValueIterator(BufferSupplier.NO_CACHING)) {
                requireNumbered(records, batch.baseOffset());
            }
        } catch (RuntimeException e) { // whatever a decompressor throws at bytes that lie
            var corrupt = new CorruptBatchException("cannot be decompressed: " + e.getMessage());
            corrupt.initCause(e);
            throw corrupt;
        }
    }

    private static void requireNumbered(Iterator<Record> records, long base)
            throws CorruptBatchException {
        for (long offset = base; records.hasNext(); offset++) {
            if (records.next().offset() != offset) {
                throw new CorruptBatchException(
                        "record " + (offset - base) + " has another number");
            }
        }
    }
}
