package labs.mq.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The log of one partition, in a directory of its own. Thread-safe: appending, retention and
 * compaction take turns, reading waits for nobody.
 */
public final class Log implements AutoCloseable {
    private final Path directory;
    private final LogOptions options;
    private final ConcurrentNavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final Object appending = new Object();
    private Segment active; // guarded by appending
    private volatile long end;
    private volatile boolean closed;

    private Log(Path directory, LogOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /**
     * Opens the log in that directory, or makes one. Segments that were not sealed, because the
     * process was killed, are read through; the first broken batch and all behind it is cut off.
     */
    public static Log open(Path directory, LogOptions options) throws IOException {
        Files.createDirectories(directory);
        var log = new Log(directory, options);
        log.recover();
        return log;
    }

    private void recover() throws IOException {
        // BEGIN SOLUTION
        boolean cut = false;
        List<Path> files = segmentFiles();
        for (Path path : files) {
            boolean isLast = path.equals(files.get(files.size() - 1));
            Segment segment = Segment.open(path, options.indexIntervalBytes());
            if (cut) {
                segment.delete(); // behind a hole: its offsets would not follow
                continue;
            }
            cut = segment.recover(!isLast); // the last was never compacted
            segments.put(segment.baseOffset(), segment);
        }
        if (segments.isEmpty()) {
            addSegment(0);
        } else {
            active = segments.lastEntry().getValue();
            sealAllBefore(active);
            if (active.isSealed()) {
                active.unseal();
            }
        }
        end = active.nextOffset();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private void sealAllBefore(Segment last) throws IOException {
        for (Segment segment : segments.headMap(last.baseOffset()).values()) {
            if (!segment.isSealed()) {
                segment.seal();
            }
        }
    }

    // END SOLUTION

    private List<Path> segmentFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private void addSegment(long baseOffset) throws IOException {
        active = Segment.create(directory, baseOffset, options.indexIntervalBytes());
        segments.put(baseOffset, active);
    }

    /** The first offset that it still has; the next one to come when it has none. */
    public long start() {
        return segments.firstKey();
    }

    /** The offset of the next record to come. */
    public long end() {
        return end;
    }

    /** Bytes of all its segments. */
    public long sizeInBytes() {
        return segments.values().stream().mapToLong(Segment::size).sum();
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
        Map.Entry<Long, Segment> holding = segments.floorEntry(offset);
        return offset == upTo || holding == null ? 0 : holding.getValue().bytesFrom(offset);
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
            if (closed) {
                throw new IOException("the log in " + directory + " is closed");
            }
            rollIfNeeded(bytes.remaining());
            long first = end;
            long next = first;
            for (Batch batch : batches) {
                batch.assign(next);
                next = batch.nextOffset();
            }
            active.append(bytes.duplicate(), batches);
            if (options.flushEachAppend()) {
                active.flush();
            }
            end = next; // readers may see it from now on
            return new Appended(first, next);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private void requireFitting(List<Batch> batches) throws BatchTooLargeException {
        for (Batch batch : batches) {
            if (batch.sizeInBytes() > options.maxBatchBytes()) {
                throw new BatchTooLargeException(batch.sizeInBytes(), options.maxBatchBytes());
            }
        }
    }

    private void rollIfNeeded(int more) throws IOException {
        if (active.size() > 0 && (long) active.size() + more > options.segmentBytes()) {
            roll();
        }
    }

    /** Seals the active segment, if there is anything in it, and begins a new one. */
    public void roll() throws IOException {
        synchronized (appending) {
            // BEGIN SOLUTION
            if (active.size() > 0) {
                active.seal();
                addSegment(end);
            }
            // END SOLUTION
            // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
        }
    }

    /**
     * What begins with the batch that holds that offset: at most so many bytes, but at least one
     * batch; nothing at the end of the log. The first batch may begin earlier, and the last be cut:
     * a reader skips the records before its offset, and drops the rest.
     *
     * @throws OffsetOutOfRangeException if the log begins later or ends earlier
     */
    public LogSlice read(long offset, int maxBytes) throws IOException, OffsetOutOfRangeException {
        // BEGIN SOLUTION
        long upTo = end;
        if (offset < start() || offset > upTo) {
            throw new OffsetOutOfRangeException(offset, start(), upTo);
        }
        Map.Entry<Long, Segment> holding = segments.floorEntry(offset);
        for (; holding != null; holding = segments.higherEntry(holding.getKey())) {
            Segment segment = holding.getValue();
            LogSlice slice = segment.read(offset, maxBytes, segment.size());
            if (slice.length() > 0) {
                return slice;
            }
            // Compaction leaves holes: then what comes next is in the next segment.
        }
        return LogSlice.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * The offset of the first record whose time is at least that.
     *
     * @param time in milliseconds since 1970
     * @return -1 if all are older
     */
    public long offsetForTime(long time) throws IOException {
        // BEGIN SOLUTION
        for (Segment segment : segments.values()) {
            if (segment.newest() >= time) {
                long offset = segment.offsetForTime(time);
                if (offset >= 0) {
                    return offset;
                }
            }
        }
        return -1;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * Drops the oldest segments that are too old, or too many bytes; never the active one.
     *
     * @return how many were dropped
     */
    public int retain(Instant now) throws IOException {
        // BEGIN SOLUTION
        int dropped = 0;
        synchronized (appending) {
            for (Segment oldest : segments.values()) {
                if (oldest == active || !(isTooOld(oldest, now) || isTooMuch(oldest))) {
                    break;
                }
                segments.remove(oldest.baseOffset());
                oldest.delete();
                dropped++;
            }
        }
        return dropped;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private boolean isTooOld(Segment segment, Instant now) {
        return options.retention() != null
                && segment.newest() < now.minus(options.retention()).toEpochMilli();
    }

    private boolean isTooMuch(Segment segment) {
        return options.retentionBytes() >= 0
                && sizeInBytes() - segment.size() >= options.retentionBytes();
    }

    // END SOLUTION

    /**
     * Keeps of each key only its newest record, in all sealed segments. Offsets stay as they are.
     * Tombstones stay until they are older than {@link LogOptions#tombstoneRetention}.
     *
     * @return how many records were dropped
     * @throws CorruptBatchException if the disk gave back other bytes than it was given, or a
     *     record has no key; nothing is changed then in the segment that holds it
     */
    public long compact(Instant now) throws IOException {
        synchronized (appending) {
            List<Segment> sealed = segments.headMap(active.baseOffset()).values().stream().toList();
            var compaction =
                    new Compaction(
                            sealed, active, now.minus(options.tombstoneRetention()).toEpochMilli());
            for (Segment segment : sealed) {
                replace(segment, compaction);
            }
            return compaction.dropped();
        }
    }

    private void replace(Segment segment, Compaction compaction) throws IOException {
        Optional<Path> compacted = compaction.write(segment);
        if (compacted.isEmpty()) {
            return;
        }
        segment.forgetIndex();
        Files.move(compacted.get(), segment.path(), ATOMIC_MOVE, REPLACE_EXISTING);
        Segment smaller = Segment.open(segment.path(), options.indexIntervalBytes());
        smaller.recover(true);
        smaller.seal();
        segments.put(smaller.baseOffset(), smaller);
        segment.close();
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
        synchronized (appending) {
            if (closed) {
                return;
            }
            closed = true;
            active.seal();
            segments.values().forEach(Segment::close);
        }
    }

    /** Lets go of the files as a killed process does: nothing is flushed, nothing sealed. */
    void abandon() {
        synchronized (appending) {
            closed = true;
            segments.values().forEach(Segment::close);
        }
    }

    @Override
    public String toString() {
        return "log " + directory.getFileName() + " " + start() + "…" + end;
    }
}
