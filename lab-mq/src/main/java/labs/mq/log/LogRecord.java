package labs.mq.log;

import java.util.List;

/**
 * One record. The arrays are not copied: do not change them.
 *
 * @param timestamp in milliseconds since 1970
 * @param key null when it has none
 * @param value null for a tombstone: in a compacted log it deletes its key
 */
public record LogRecord(
        long offset, long timestamp, byte[] key, byte[] value, List<Header> headers) {
    /** A name and a value that travel with a record. */
    public record Header(String name, byte[] value) {}

    public LogRecord {
        headers = List.copyOf(headers);
    }

    /** A record without headers. */
    public LogRecord(long offset, long timestamp, byte[] key, byte[] value) {
        this(offset, timestamp, key, value, List.of());
    }

    /** Whether it says that its key has no value any more. */
    public boolean isTombstone() {
        return value == null;
    }
}
