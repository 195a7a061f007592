package labs.mq.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One record batch of magic 2, as it stands in a buffer: a view that copies nothing.
 *
 * <pre>
 *    0 base offset           8     27 base timestamp       8
 *    8 length after here     4     35 newest timestamp     8
 *   12 leader's epoch        4     43 producer's id        8
 *   16 magic = 2             1     51 producer's epoch     2
 *   17 CRC-32C of the rest   4     53 first sequence       4
 *   21 attributes            2     57 number of records    4
 *   23 last offset - base    4     61 records
 * </pre>
 *
 * <p>The base offset and the leader's epoch stand before the checksum: the broker fills them in and
 * need not compute it again.
 *
 * @see <a href="https://kafka.apache.org/documentation/#recordbatch">Kafka's record batch</a>
 */
public final class Batch {
    /** Bytes before the first record. */
    public static final int HEADER = 61;

    static final int LENGTH_AT = 8;
    static final int MAGIC_AT = 16;
    static final int CRC_AT = 17;
    static final int ATTRIBUTES_AT = 21;
    static final int LAST_DELTA_AT = 23;
    static final int BASE_TIMESTAMP_AT = 27;
    static final int MAX_TIMESTAMP_AT = 35;
    static final int PRODUCER_ID_AT = 43;
    static final int PRODUCER_EPOCH_AT = 51;
    static final int BASE_SEQUENCE_AT = 53;
    static final int COUNT_AT = 57;

    /** Bytes of the base offset and the length, which the length does not count. */
    static final int OVERHEAD = 12;

    static final byte MAGIC = 2;
    private static final int COMPRESSION = 0x07;
    static final int TRANSACTIONAL = 0x10;
    static final int CONTROL = 0x20;

    private final ByteBuffer buffer; // position 0 is the first byte of the batch

    private Batch(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * The batches in a buffer, from its position to its limit.
     *
     * @throws CorruptBatchException if these are not whole and intact batches, one after the other
     */
    public static List<Batch> parse(ByteBuffer bytes) throws CorruptBatchException {
        var batches = new ArrayList<Batch>();
        for (int at = bytes.position(); at < bytes.limit(); ) {
            Batch batch = at(bytes, at);
            batch.check();
            batches.add(batch);
            at += batch.sizeInBytes();
        }
        return batches;
    }

    /**
     * The whole batches in a slice that was read from a log; the last may be cut, and is left out.
     *
     * @throws CorruptBatchException if the disk gave back other bytes than it was given
     */
    public static List<Batch> wholeIn(ByteBuffer bytes) throws CorruptBatchException {
        var batches = new ArrayList<Batch>();
        for (int at = 0; bytes.limit() - at >= HEADER; ) {
            int size = OVERHEAD + bytes.getInt(at + LENGTH_AT);
            if (size > bytes.limit() - at) {
                break;
            }
            Batch batch = at(bytes, at);
            if (!batch.isIntact()) {
                throw new CorruptBatchException("the checksum of a stored batch is wrong");
            }
            batches.add(batch);
            at += size;
        }
        return batches;
    }

    private static Batch at(ByteBuffer bytes, int at) throws CorruptBatchException {
        // BEGIN SOLUTION
        int left = bytes.limit() - at;
        int size = left < HEADER ? -1 : OVERHEAD + bytes.getInt(at + LENGTH_AT);
        // A length near 2^31 has become negative by now.
        if (size < HEADER || size > left) {
            throw new CorruptBatchException(
                    "a batch of " + size + " bytes where " + left + " bytes are left");
        }
        return new Batch(bytes.slice(at, size));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** A view of a batch that was checked before: its size is right. */
    static Batch trusted(ByteBuffer whole) {
        return new Batch(whole);
    }

    private void check() throws CorruptBatchException {
        // BEGIN SOLUTION
        if (!isOfThisFormat()) {
            throw new CorruptBatchException("magic " + buffer.get(MAGIC_AT) + " instead of 2");
        }
        if (!isIntact()) {
            throw new CorruptBatchException("the checksum of a batch is wrong");
        }
        if (count() < 1 || lastOffsetDelta() != count() - 1) {
            throw new CorruptBatchException(
                    count() + " records with offsets up to +" + lastOffsetDelta());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Whether it says that it is of magic 2; older formats are laid out otherwise. */
    boolean isOfThisFormat() {
        return buffer.get(MAGIC_AT) == MAGIC;
    }

    /** Whether the checksum is that of the bytes. */
    boolean isIntact() {
        // BEGIN SOLUTION
        return buffer.getInt(CRC_AT) == checksum(buffer);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    static int checksum(ByteBuffer batch) {
        var crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES_AT, batch.limit() - ATTRIBUTES_AT));
        return (int) crc.getValue();
    }

    /** The offset of its first record, once it has been appended. */
    public long baseOffset() {
        return buffer.getLong(0);
    }

    /** The offset of its last record. */
    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** The offset that follows. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /** How much its last offset is greater than its first. */
    int lastOffsetDelta() {
        return buffer.getInt(LAST_DELTA_AT);
    }

    /** Its bytes, header included. */
    public int sizeInBytes() {
        return buffer.limit();
    }

    /** How many records it holds; after compaction fewer than it has offsets. */
    public int count() {
        return buffer.getInt(COUNT_AT);
    }

    /** The time of its first record, in milliseconds since 1970. */
    long baseTimestamp() {
        return buffer.getLong(BASE_TIMESTAMP_AT);
    }

    /** The newest time of its records, in milliseconds since 1970. */
    public long maxTimestamp() {
        return buffer.getLong(MAX_TIMESTAMP_AT);
    }

    /** The producer's id, or -1. */
    public long producerId() {
        return buffer.getLong(PRODUCER_ID_AT);
    }

    public short producerEpoch() {
        return buffer.getShort(PRODUCER_EPOCH_AT);
    }

    /** The producer's number of the first record, or -1. */
    public int baseSequence() {
        return buffer.getInt(BASE_SEQUENCE_AT);
    }

    /** The producer's number of the last record; behind the greatest they begin at 0 again. */
    public int lastSequence() {
        return (int) (((long) baseSequence() + lastOffsetDelta()) & Integer.MAX_VALUE);
    }

    /** Whether its records are compressed as a whole. */
    boolean isCompressed() {
        return (buffer.getShort(ATTRIBUTES_AT) & COMPRESSION) != 0;
    }

    /** What its attributes are once it is not compressed any more. */
    short attributesOfPlain() {
        return (short) (buffer.getShort(ATTRIBUTES_AT) & ~COMPRESSION);
    }

    /** Whether its records count only if their producer's transaction is committed. */
    public boolean isTransactional() {
        return (buffer.getShort(ATTRIBUTES_AT) & TRANSACTIONAL) != 0;
    }

    /** Whether it holds no records of a producer, but the end of its transaction. */
    public boolean isControl() {
        return (buffer.getShort(ATTRIBUTES_AT) & CONTROL) != 0;
    }

    /** Gives its records their offsets, in place; the checksum does not cover them. */
    void assign(long baseOffset) {
        buffer.putLong(0, baseOffset);
        buffer.putInt(OVERHEAD, 0); // one leader, one epoch
    }

    /** Its bytes; another view of the same. */
    ByteBuffer bytes() {
        return buffer.duplicate();
    }

    @Override
    public String toString() {
        return "batch " + baseOffset() + "…" + lastOffset() + ", " + sizeInBytes() + " bytes";
    }
}
