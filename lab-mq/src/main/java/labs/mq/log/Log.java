package labs.mq.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import labs.mq.log.AbortedTransactions.Aborted;
import labs.mq.log.Compaction.Decided;

/**
 * The log of one partition, in a directory of its own. Thread-safe: appending, retention and
 * compaction take turns, reading waits for nobody.
 */
public final class Log implements AutoCloseable {
    private final Path directory;
    private final LogFiles files;
    private volatile LogOptions options;
    private final Segments segments = new Segments();
    private final LogStart start;
    private volatile AbortedTransactions aborted; // set once, on opening
    private final Object maintaining = new Object(); // taken before appending, if both are
    private final Object appending = new Object();
    private volatile Segment active; // changed under appending
    private volatile long end;
    private volatile boolean closed;

    private Log(Path directory, LogOptions options) throws IOException {
        this.directory = directory;
        this.files = new LogFiles(directory);
        this.start = LogStart.load(directory);
        this.options = options;
    }

    /**
     * Opens the log in that directory, or makes one. Segments that were not sealed, because the
     * process was killed, are read through; each is cut at its first broken batch, which is said.
     */
    public static Log open(Path directory, LogOptions options) throws IOException {
        Files.createDirectories(directory);
        var log = new Log(directory, options);
        try {
            log.files.deleteHalf();
            log.recover();
            return log;
        } catch (IOException | RuntimeException e) {
            log.abandon();
            throw e;
        }
    }

    private void recover() throws IOException {
        // BEGIN SOLUTION
        List<Path> found = files.segments();
        for (int i = 0; i < found.size(); i++) {
            boolean isLast = i == found.size() - 1;
            Segment segment = Segment.open(found.get(i), options.indexIntervalBytes());
            segments.add(segment);
            // Behind one that lost its end, the others are as good as before: a reader goes on
            // there. The last was never compacted, so it has no gaps.
            segment.recover(!isLast, isLast ? Long.MAX_VALUE : Segment.offsetOf(found.get(i + 1)));
        }
        if (segments.isEmpty()) {
            addSegment(0);
        } else {
            active = segments.last();
            sealAllBefore(active);
            if (active.isSealed()) {
                active.unseal();
            }
        }
        end = active.nextOffset();
        start.keepWithin(end);
        aborted = AbortedTransactions.load(directory, start(), end);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private void sealAllBefore(Segment last) throws IOException {
        for (Segment segment : segments.before(last)) {
            if (!segment.isSealed()) {
                segment.seal();
            }
        }
    }

    // END SOLUTION

    private void addSegment(long baseOffset) throws IOException {
        active = Segment.create(directory, baseOffset, options.indexIntervalBytes());
        segments.add(active);
        if (options.flushEachAppend()) {
            files.forceNames();
        }
    }

    /** The first offset that it still has; the next one to come when it has none. */
    public long start() {
        return Math.max(segments.firstOffset(), start.offset());
    }

    /** The offset of the next record to come. */
    public long end() {
        return end;
    }

    /** How it is kept. */
    public LogOptions options() {
        return options;
    }

    /** Which transactions were taken back. */
    public AbortedTransactions aborted() {
        return aborted;
    }

    /**
     * Appends the end of a producer's transaction.
     *
     * @param firstOffset where that began; -1 if it has no records here
     * @return the batch that says so
     */
    public Batch endTransaction(long producerId, short epoch, long firstOffset, boolean commit)
            throws IOException {
        synchronized (appending) {
            requireOpen();
            if (!commit && firstOffset >= 0) {
                aborted.add(new Aborted(producerId, firstOffset, end));
            }
            ByteBuffer bytes = BatchWriter.endOfTransaction(producerId, epoch, commit);
            append(bytes);
            return Batch.trusted(bytes);
        }
    }

    /** From now on it is kept in another way. */
    void reconfigure(LogOptions newOptions) {
        options = newOptions;
    }

    /** Bytes of all its segments. */
    public long sizeInBytes() {
        return segments.sizeInBytes();
    }

    /**
     * About how many bytes {@link #read} has from that offset on: none at the end, and more than
     * enough where reading fails.
     */
    public long bytesFrom(long offset) {
        long upTo = end;
        if (offset < start() || offset > upTo) {
            return Integer.MAX_VALUE;
        }
        return segments.bytesFrom(offset);
    }

    /**
     * Appends one or more batches, in place: their offsets are written into the buffer. When it
     * returns, the death of this process loses nothing of them; nor does a loss of power if {@link
     * LogOptions#flushEachAppend}.
     *
     * @throws CorruptBatchException if the bytes are not whole and intact batches; nothing was
     *     appended
     * @throws BatchTooLargeException if one is larger than {@link LogOptions#maxBatchBytes}
     * @throws IOException if the disk is full or broken; nothing was appended
     */
    public Appended append(ByteBuffer bytes) throws IOException {
        List<Batch> batches = Batch.parse(bytes); // outside of the lock: checksums take time
        return append(bytes, batches);
    }

    /** The same, with batches that have been parsed from those bytes. */
    public Appended append(ByteBuffer bytes, List<Batch> batches) throws IOException {
        // BEGIN SOLUTION
        requireFitting(batches);
        synchronized (appending) {
            requireOpen();
            rollIfNeeded(bytes.remaining(), batches);
            long first = end;
            long next = first;
            for (Batch batch : batches) {
                batch.assign(next);
                next = batch.nextOffset();
            }
            active.write(bytes.duplicate(), options.flushEachAppend());
            end = next; // first: no reader may ever be ahead of the end
            active.show(batches);
            return new Appended(first, next);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the log in " + directory + " is closed");
        }
    }

    private void requireFitting(List<Batch> batches) throws BatchTooLargeException {
        for (Batch batch : batches) {
            if (batch.sizeInBytes() > options.maxBatchBytes()) {
                throw new BatchTooLargeException(batch.sizeInBytes(), options.maxBatchBytes());
            }
        }
    }

    private void rollIfNeeded(int more, List<Batch> batches) throws IOException {
        boolean isFull = (long) active.size() + more > options.segmentBytes();
        if (active.size() > 0 && (isFull || isOld(active, batches))) {
            roll();
        }
    }

    /** Age is counted in the time of records, so that a log that is copied later rolls alike. */
    private boolean isOld(Segment segment, List<Batch> batches) {
        long newest = batches.stream().mapToLong(Batch::maxTimestamp).max().orElse(-1);
        return newest - segment.oldest() > options.segmentAge().toMillis();
    }

    /** Seals the active segment, if there is anything in it, and begins a new one. */
    public void roll() throws IOException {
        synchronized (appending) {
            // BEGIN SOLUTION
            if (active.size() > 0) {
                Segment full = active;
                addSegment(end); // first: never may there be an active one that looks sealed
                try {
                    full.seal();
                } catch (IOException e) {
                    takeBack(active, full);
                    throw e;
                }
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
        }
    }

    // BEGIN SOLUTION
    private void takeBack(Segment empty, Segment full) throws IOException {
        segments.remove(empty);
        active = full;
        empty.delete();
    }

    // END SOLUTION

    /**
     * What begins with the batch that holds that offset: at most so many bytes, but at least one
     * batch; nothing at the end of the log. The first batch may begin earlier, and the last be cut:
     * a reader skips the records before its offset, and drops the rest.
     *
     * @throws OffsetOutOfRangeException if the log begins later or ends earlier
     */
    public LogSlice read(long offset, int maxBytes) throws IOException, OffsetOutOfRangeException {
        return read(offset, maxBytes, Long.MAX_VALUE);
    }

    /**
     * The same, without the batches from an offset on.
     *
     * @param limit that offset
     */
    public LogSlice read(long offset, int maxBytes, long limit)
            throws IOException, OffsetOutOfRangeException {
        long upTo = end;
        if (offset < start() || offset > upTo) {
            throw new OffsetOutOfRangeException(offset, start(), upTo);
        }
        LogSlice slice = segments.read(offset, maxBytes, limit >= upTo ? Long.MAX_VALUE : limit);
        if (slice == null) {
            requireOpen();
            return read(offset, maxBytes, limit); // dropped or replaced just now: look again
        }
        return slice;
    }

    /**
     * The offset of the first record whose time is at least that.
     *
     * @param time in milliseconds since 1970
     * @return -1 if all are older
     */
    public long offsetForTime(long time) throws IOException {
        return firstSince(time).map(LogRecord::offset).orElse(-1L);
    }

    /** The first record whose time is at least that, in milliseconds since 1970. */
    public Optional<LogRecord> firstSince(long time) throws IOException {
        Optional<LogRecord> first = segments.firstSince(time, start());
        if (first == null) {
            requireOpen();
            return firstSince(time); // dropped or replaced just now: look again
        }
        return first;
    }

    /** The first of the newest records; empty if it has none. */
    public Optional<LogRecord> newest() throws IOException {
        for (long time : segments.newestTimes()) {
            Optional<LogRecord> record = firstSince(time);
            if (record.isPresent()) {
                return record;
            }
        }
        return Optional.empty(); // what there was has been deleted, or are control records
    }

    /**
     * Deletes the records before an offset: they are not read any more, and segments that hold no
     * others are dropped.
     *
     * @return the first offset that it has now
     * @throws OffsetOutOfRangeException if the log ends before
     */
    public long deleteBefore(long offset) throws IOException, OffsetOutOfRangeException {
        if (offset < 0 || offset > end) {
            throw new OffsetOutOfRangeException(offset, start(), end);
        }
        synchronized (maintaining) {
            requireOpen();
            if (offset > start()) {
                start.moveTo(offset);
                segments.dropOldest(activeNow(), segment -> segment.nextOffset() <= offset);
            }
        }
        return start();
    }

    /**
     * Drops the oldest segments that are too old, or too many bytes. Of the active one it only
     * drops what is too old altogether, once it has begun the next.
     *
     * @return how many were dropped
     */
    public int retain(Instant now) throws IOException {
        // BEGIN SOLUTION
        synchronized (maintaining) {
            var retention = new Retention(options, segments, now);
            rollIfTooOld(retention);
            return segments.dropOldest(activeNow(), retention::isToGo);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** With the lock, so that a roll is not half done: all before it are sealed. */
    private Segment activeNow() {
        synchronized (appending) {
            return active;
        }
    }

    // BEGIN SOLUTION
    /** Nobody may write for weeks: what is in the active segment is to go all the same. */
    private void rollIfTooOld(Retention retention) throws IOException {
        synchronized (appending) {
            if (!closed && active.size() > 0 && retention.isTooOld(active)) {
                roll();
            }
        }
    }

    // END SOLUTION

    /**
     * Hands over the headers of the batches in the last so many segments, without reading their
     * records. The views live only so long.
     */
    public void forEachHeader(int lastSegments, Consumer<Batch> action) throws IOException {
        List<Segment> all = segments.all();
        for (Segment segment : all.subList(Math.max(0, all.size() - lastSegments), all.size())) {
            segment.forEachHeader(action::accept);
        }
    }

    /**
     * Keeps of each key only its newest record, in all sealed segments. Offsets stay as they are.
     * Appending goes on meanwhile. Tombstones stay until they are older than {@link
     * LogOptions#tombstoneRetention}.
     *
     * @return how many records were dropped
     * @throws CorruptBatchException if the disk gave back other bytes than it was given, or a
     *     record has no key; nothing is changed then in the segment that holds it
     */
    public long compact(Instant now) throws IOException {
        return compact(now, Long.MAX_VALUE);
    }

    /**
     * The same, but for the batches from an offset on: a transaction is open there, and its records
     * may not count in the end.
     */
    public long compact(Instant now, long before) throws IOException {
        synchronized (maintaining) {
            requireOpen();
            Segment last = activeNow();
            List<Segment> sealed = segments.before(last);
            long tombstonesBefore = now.minus(options.tombstoneRetention()).toEpochMilli();
            var compaction =
                    new Compaction(sealed, last, new Decided(before, aborted), tombstonesBefore);
            for (Segment segment : sealed) {
                compaction.replace(segment, segments, options.indexIntervalBytes());
            }
            return compaction.dropped();
        }
    }

    /** Makes all of it safe against a loss of power. */
    public void flush() throws IOException {
        synchronized (appending) {
            active.flush();
        }
    }

    /** Seals what is there, so that the next opening need not read it through. */
    @Override
    public void close() throws IOException {
        synchronized (maintaining) {
            synchronized (appending) {
                if (closed) {
                    return;
                }
                closed = true;
                try {
                    active.seal();
                } finally {
                    segments.all().forEach(Segment::close);
                }
            }
        }
    }

    /** Closes it, and deletes its directory. */
    void delete() throws IOException {
        synchronized (maintaining) {
            abandon();
            files.deleteAll();
        }
    }

    /** Lets go of the files as a killed process does: nothing is flushed, nothing sealed. */
    void abandon() {
        synchronized (appending) {
            if (closed) {
                return;
            }
            closed = true;
            segments.all().forEach(Segment::close);
        }
    }

    @Override
    public String toString() {
        return "log " + directory.getFileName() + " " + start() + "…" + end;
    }
}
