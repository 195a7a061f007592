package labs.mq.log;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that is kept as a compacted log: a record for each change, the newest of a key being the
 * one that counts. Thread-safe, but for compacting: one thread at a time.
 */
public final class CompactedLog {
    private static final int AT_ONCE = 1 << 20; // bytes
    private static final int SHORT = 1 << 20; // bytes

    private final Log log;
    private volatile long sizeAfterCompaction;

    /** Compacts what is there. */
    public CompactedLog(Log log) throws IOException {
        this.log = log;
        compact();
    }

    private void compact() throws IOException {
        log.roll();
        log.compact(Instant.now());
        sizeAfterCompaction = log.sizeInBytes();
    }

    /** Drops the changes that newer ones have replaced, if most of it are such. */
    public void compactIfLong() throws IOException {
        if (log.sizeInBytes() > SHORT && log.sizeInBytes() > 2 * sizeAfterCompaction) {
            compact();
        }
    }

    /** What is done with each record. */
    @FunctionalInterface
    public interface Action {
        void accept(LogRecord record) throws IOException;
    }

    /** Hands over all records, from the oldest on. */
    public void forEach(Action action) throws IOException {
        for (long next = log.start(); next < log.end(); ) {
            try (LogSlice slice = log.read(next, AT_ONCE)) {
                if (slice.length() == 0) {
                    return;
                }
                for (Batch batch : Batch.wholeIn(slice.read())) {
                    for (LogRecord record : BatchReader.read(batch)) {
                        action.accept(record);
                    }
                    next = batch.nextOffset();
                }
            } catch (OffsetOutOfRangeException e) {
                throw new IOException("a table was shortened while it was read", e);
            }
        }
    }

    /**
     * A change of the table.
     *
     * @param value null if the key has none any more
     */
    public static LogRecord entry(byte[] key, byte[] value) {
        return new LogRecord(0, System.currentTimeMillis(), key, value);
    }

    /** Appends changes, all or none; when it returns, the death of the broker loses none. */
    public void append(List<LogRecord> changes) throws IOException {
        var numbered = new ArrayList<LogRecord>();
        for (LogRecord change : changes) {
            numbered.add(
                    new LogRecord(
                            numbered.size(), change.timestamp(), change.key(), change.value()));
        }
        log.append(BatchWriter.write(numbered));
    }
}
