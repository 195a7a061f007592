package labs.mq.log;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a log is kept. The defaults are Kafka's.
 *
 * @param segmentBytes a segment is sealed before it grows beyond this
 * @param maxBatchBytes a larger batch is refused
 * @param indexIntervalBytes about how many bytes of the log one index entry stands for
 * @param retentionBytes the oldest segments are dropped while the rest is at least this; -1 for no
 *     limit
 * @param retention a sealed segment is dropped when its newest record is older; null for no limit
 * @param flushEachAppend whether an append waits for the disk. Kafka does not: it relies on
 *     replicas against a loss of power, and the page cache survives the death of the process
 * @param tombstoneRetention how long compaction keeps a tombstone, so that a reader from the start
 *     still hears of the deletion
 * @param segmentAge a segment is sealed when the next record is that much newer than its first
 * @param maxAhead a record whose time is that far ahead of the clock is refused: retention would
 *     keep its segment until then
 * @param compact whether old records go when their key has a newer one
 * @param delete whether old segments go by age and size
 */
public record LogOptions(
        int segmentBytes,
        int maxBatchBytes,
        int indexIntervalBytes,
        long retentionBytes,
        Duration retention,
        boolean flushEachAppend,
        Duration tombstoneRetention,
        Duration segmentAge,
        Duration maxAhead,
        boolean compact,
        boolean delete) {
    public static final LogOptions DEFAULT =
            new LogOptions(
                    1 << 30,
                    1_048_588,
                    4096,
                    -1,
                    Duration.ofDays(7),
                    false,
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofHours(1),
                    false,
                    true);

    public LogOptions {
        if (segmentBytes < maxBatchBytes) {
            throw new IllegalArgumentException(
                    "a segment of "
                            + segmentBytes
                            + " bytes cannot hold a batch of "
                            + maxBatchBytes
                            + ": raise segmentBytes or lower maxBatchBytes");
        }
    }

    /** A segment that is smaller than the largest batch makes that smaller, too. */
    public LogOptions withSegmentBytes(int bytes) {
        return with(
                changed -> {
                    changed.segmentBytes = bytes;
                    changed.maxBatchBytes = Math.min(bytes, maxBatchBytes);
                });
    }

    public LogOptions withRetention(Duration newRetention, long newRetentionBytes) {
        return with(
                changed -> {
                    changed.retention = newRetention;
                    changed.retentionBytes = newRetentionBytes;
                });
    }

    public LogOptions withFlushEachAppend(boolean flush) {
        return with(changed -> changed.flushEachAppend = flush);
    }

    public LogOptions withMaxBatchBytes(int bytes) {
        return with(changed -> changed.maxBatchBytes = bytes);
    }

    /** By key, and not by age and size; or the other way round. */
    public LogOptions withCompact(boolean byKey) {
        return withCleanup(byKey, !byKey);
    }

    /** Which records go: those that have a newer one of their key, those that are old, or both. */
    public LogOptions withCleanup(boolean byKey, boolean byAge) {
        return with(
                changed -> {
                    changed.compact = byKey;
                    changed.delete = byAge;
                });
    }

    public LogOptions withTombstoneRetention(Duration time) {
        return with(changed -> changed.tombstoneRetention = time);
    }

    /** How old a segment gets, and how far ahead of the clock a record may be. */
    public LogOptions withTimes(Duration newSegmentAge, Duration newMaxAhead) {
        return with(
                changed -> {
                    changed.segmentAge = newSegmentAge;
                    changed.maxAhead = newMaxAhead;
                });
    }

    private LogOptions with(Consumer<Values> change) {
        var values = new Values(this);
        change.accept(values);
        return values.options();
    }

    /** What can be changed, while it is. */
    private static final class Values {
        private final LogOptions before;
        private int segmentBytes;
        private int maxBatchBytes;
        private long retentionBytes;
        private Duration retention;
        private boolean flushEachAppend;
        private Duration segmentAge;
        private Duration maxAhead;
        private boolean compact;
        private boolean delete;
        private Duration tombstoneRetention;

        Values(LogOptions before) {
            this.before = before;
            segmentBytes = before.segmentBytes;
            maxBatchBytes = before.maxBatchBytes;
            retentionBytes = before.retentionBytes;
            retention = before.retention;
            flushEachAppend = before.flushEachAppend;
            segmentAge = before.segmentAge;
            maxAhead = before.maxAhead;
            compact = before.compact;
            delete = before.delete;
            tombstoneRetention = before.tombstoneRetention;
        }

        LogOptions options() {
            return new LogOptions(
                    segmentBytes,
                    maxBatchBytes,
                    before.indexIntervalBytes,
                    retentionBytes,
                    retention,
                    flushEachAppend,
                    tombstoneRetention,
                    segmentAge,
                    maxAhead,
                    compact,
                    delete);
        }
    }
}
