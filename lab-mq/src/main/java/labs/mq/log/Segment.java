package labs.mq.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import labs.mq.log.SegmentReader.BatchAction;
import labs.mq.log.SegmentReader.Extent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of batches, named by its first offset, and its index. Only the last segment of a log is
 * appended to; the others are sealed. One thread appends and seals, any thread reads.
 */
final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final Path path;
    private final long baseOffset;
    private final int indexInterval;
    private final SharedFile file;
    private final SegmentReader reader;
    private volatile SegmentIndex index;
    private volatile int size; // bytes; what stands behind it in the file does not count
    private volatile long nextOffset;
    private volatile long newest; // time of all its records
    private volatile long oldest; // newest time of its first batch
    private volatile boolean sealed;
    private int indexedUpTo; // size at the last index entry; of the appending thread

    private Segment(Path path, int indexInterval) throws IOException {
        this.path = path;
        this.baseOffset = offsetOf(path);
        this.indexInterval = indexInterval;
        this.file = SharedFile.open(path);
        this.reader = new SegmentReader(path, file);
        this.index = SegmentIndex.empty();
        this.nextOffset = baseOffset;
        this.newest = -1;
        this.oldest = -1;
    }

    /** A new and empty one. */
    static Segment create(Path directory, long baseOffset, int indexInterval) throws IOException {
        return new Segment(
                directory.resolve(String.format("%020d.log", baseOffset)), indexInterval);
    }

    /** One that lies there, sealed or to be recovered. */
    static Segment open(Path path, int indexInterval) throws IOException {
        var segment = new Segment(path, indexInterval);
        segment.size = Math.toIntExact(segment.channel().size());
        return segment;
    }

    static long offsetOf(Path path) {
        String name = path.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    Path path() {
        return path;
    }

    private Path indexPath() {
        return path.resolveSibling(String.format("%020d.index", baseOffset));
    }

    private FileChannel channel() {
        return file.channel();
    }

    long baseOffset() {
        return baseOffset;
    }

    /** The offset that follows its last record. */
    long nextOffset() {
        return nextOffset;
    }

    int size() {
        return size;
    }

    /** The newest time of its records; -1 when it has none. */
    long newest() {
        return newest;
    }

    /**
     * The time of its first batch, from which its age counts; -1 when it has none, and while it is
     * sealed, when nobody asks: to open thousands of sealed ones reads none of their batches.
     */
    long oldest() {
        return oldest;
    }

    boolean isSealed() {
        return sealed;
    }

    /**
     * Writes bytes behind the batches that it has; nobody reads them before {@link #show}.
     *
     * @param flush whether to wait for the disk
     * @throws IOException if the disk did not take them all; then the segment is as it was before
     */
    void write(ByteBuffer bytes, boolean flush) throws IOException {
        // BEGIN SOLUTION
        try {
            for (int at = size; bytes.hasRemaining(); ) {
                at += channel().write(bytes, at);
            }
            if (flush) {
                flush();
            }
        } catch (IOException e) {
            channel().truncate(size); // a full disk takes a part: nobody may ever read it
            throw e;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Counts in the batches that were written last, which have their offsets. */
    void show(List<Batch> batches) {
        // BEGIN SOLUTION
        int at = size;
        for (Batch batch : batches) {
            note(batch, at);
            at += batch.sizeInBytes();
        }
        size = at; // last: a reader believes everything before it
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Counts a batch in that stands at that position. */
    private void note(Batch batch, int at) {
        // BEGIN SOLUTION
        if (at - indexedUpTo >= indexInterval) {
            index.add(batch.baseOffset(), at, newest);
            indexedUpTo = at;
        }
        oldest = at == 0 ? batch.maxTimestamp() : oldest;
        if (!batch.isControl()) { // when a transaction ended says nothing of its records
            newest = Math.max(newest, batch.maxTimestamp());
        }
        nextOffset = batch.nextOffset();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * Batches from the one that holds that offset, at most so many bytes, but at least one batch.
     *
     * @param limit batches from that offset on are left out
     * @return null if the segment has been dropped or replaced meanwhile
     */
    LogSlice read(long offset, int maxBytes, long limit) throws IOException {
        if (!file.retain()) {
            return null;
        }
        LogSlice slice = LogSlice.empty();
        try {
            slice = reader.read(extent(), offset, maxBytes, limit);
            return slice;
        } finally {
            if (slice.length() == 0) {
                file.release(); // else the slice holds it
            }
        }
    }

    private Extent extent() {
        int end = size; // first: the index may point behind it by then, and does no harm
        return new Extent(index, end);
    }

    /** About how many bytes there are from that offset on; none if all its records are before. */
    int bytesFrom(long offset) {
        return size == 0 || nextOffset <= offset
                ? 0
                : Math.max(1, size - index.positionFor(offset));
    }

    /**
     * The first record from an offset on that is at least as new.
     *
     * @return empty if there is none; null if the segment has been dropped or replaced meanwhile
     */
    Optional<LogRecord> firstSince(long time, long offset) throws IOException {
        if (!file.retain()) {
            return null;
        }
        try {
            return reader.firstSince(extent(), time, offset);
        } finally {
            file.release();
        }
    }

    /** Hands over the header of each batch, in order, without reading the records. */
    void forEachHeader(BatchAction action) throws IOException {
        reader.forEachHeader(0, size, action);
    }

    /** Hands over each batch, in order. The views live only so long. */
    void forEach(BatchAction action) throws IOException {
        reader.forEach(size, action);
    }

    /**
     * Finds out what it holds: from its index file if it has been sealed, else by reading it
     * through and cutting it at the first batch that is not whole and intact. What is cut off is
     * said, and kept in a file beside it, unless it is only the beginning of a batch.
     *
     * @param gaps whether offsets may be missing: compaction leaves gaps, appending does not, and
     *     the checksum does not cover the offset
     * @param limit the first offset of the next segment, which none of its own may reach
     */
    void recover(boolean gaps, long limit) throws IOException {
        // BEGIN SOLUTION
        if (isAsSealed()) {
            return;
        }
        forgetIndex(); // a broken one: it must not look sealed after a crash
        int length = size;
        size = 0;
        Recovery.read(channel(), length, (batch, position) -> take(batch, position, gaps, limit));
        if (size < length) {
            Leftover.keep(path, channel(), size, length);
            channel().truncate(size);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    /** Whether its index says what it holds, and is the index of these very bytes. */
    private boolean isAsSealed() throws IOException {
        SegmentIndex.Stored stored = SegmentIndex.load(indexPath());
        if (stored == null) {
            return false;
        } else if (stored.segmentBytes() != size) {
            LOG.warn(
                    "{} has {} bytes, and was sealed with {}: it is read through",
                    path,
                    size,
                    stored.segmentBytes());
            return false;
        }
        index = stored.index();
        newest = stored.newest();
        nextOffset = lastBatchEnd();
        sealed = true;
        return true;
    }

    /** Takes in an intact batch that follows on what is there; refuses one that does not. */
    private boolean take(Batch batch, int position, boolean gaps, long limit) {
        long gap = batch.baseOffset() - nextOffset;
        if (gap < 0 || gap > 0 && !gaps || batch.nextOffset() > limit) {
            return false;
        }
        note(batch, position);
        size = position + batch.sizeInBytes();
        return true;
    }

    private long lastBatchEnd() throws IOException {
        long[] next = {baseOffset};
        int last = index.positionFor(Long.MAX_VALUE);
        reader.forEachHeader(last, size, batch -> next[0] = batch.nextOffset());
        return next[0];
    }

    // END SOLUTION

    /** Makes it safe against a loss of power. */
    void flush() throws IOException {
        channel().force(false);
    }

    /**
     * Flushes it and stores its index, which says that it is complete. In this order: an index
     * without its segment would be believed.
     */
    void seal() throws IOException {
        // BEGIN SOLUTION
        flush();
        index.store(indexPath(), newest, size);
        sealed = true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Opens a sealed one to append to it: from now on a crash means that it is read through. */
    void unseal() throws IOException {
        // BEGIN SOLUTION
        forgetIndex();
        index = index.open();
        indexedUpTo = index.positionFor(Long.MAX_VALUE);
        oldest = size == 0 ? -1 : firstBatch().maxTimestamp();
        sealed = false;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private Batch firstBatch() throws IOException {
        return reader.header(ByteBuffer.allocate(Batch.HEADER), 0);
    }

    // END SOLUTION

    /** Makes it look unsealed, so that it is read through if we die before it is sealed again. */
    void forgetIndex() throws IOException {
        Files.deleteIfExists(indexPath());
    }

    /** Lets go of the file; readers may still hold it. */
    void close() {
        file.release();
    }

    /** Deletes its files; slices that were handed out stay readable. */
    void delete() throws IOException {
        forgetIndex(); // first: an index without its segment would be believed
        Files.deleteIfExists(path);
        close();
    }

    @Override
    public String toString() {
        return "segment " + baseOffset + "…" + nextOffset + ", " + size + " bytes";
    }
}
