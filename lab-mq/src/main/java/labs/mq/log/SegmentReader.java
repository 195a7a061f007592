package labs.mq.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds batches and records in a segment's file: from where its index points, from header to header
 * up to an end that the caller knows. It holds no state; any thread may read.
 */
final class SegmentReader {
    private final Path path;
    private final SharedFile file;

    SegmentReader(Path path, SharedFile file) {
        this.path = path;
        this.file = file;
    }

    private FileChannel channel() {
        return file.channel();
    }

    /** The bytes up to which a reader may look, and the index to begin with. */
    record Extent(SegmentIndex index, int end) {}

    /**
     * Batches from the one that holds that offset, at most so many bytes, but at least one batch,
     * on a file that is held.
     *
     * @param limit batches from that offset on are left out
     */
    LogSlice read(Extent extent, long offset, int maxBytes, long limit) throws IOException {
        // BEGIN SOLUTION
        ByteBuffer header = ByteBuffer.allocate(Batch.HEADER);
        for (int position = extent.index().positionFor(offset); position < extent.end(); ) {
            Batch batch = header(header, position);
            int whole = Batch.OVERHEAD + header.getInt(Batch.LENGTH_AT);
            if (batch.baseOffset() >= limit) {
                return LogSlice.empty();
            } else if (batch.lastOffset() >= offset) {
                int left = positionOf(extent, limit, position) - position;
                int length = Math.max(whole, Math.min(maxBytes, left));
                long before = extent.index().offsetBehind(position + length);
                return LogSlice.of(file, position, length, before);
            }
            position += whole;
        }
        return LogSlice.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    /** Where the first batch from that offset on begins; the end if there is none. */
    private int positionOf(Extent extent, long limit, int from) throws IOException {
        if (limit == Long.MAX_VALUE) {
            return extent.end();
        }
        ByteBuffer header = ByteBuffer.allocate(Batch.HEADER);
        int position = Math.max(from, extent.index().positionFor(limit));
        while (position < extent.end() && header(header, position).baseOffset() < limit) {
            position += Batch.OVERHEAD + header.getInt(Batch.LENGTH_AT);
        }
        return position;
    }

    // END SOLUTION

    /** The first record from an offset on that is at least as new. */
    Optional<LogRecord> firstSince(Extent extent, long time, long offset) throws IOException {
        // BEGIN SOLUTION
        ByteBuffer header = ByteBuffer.allocate(Batch.HEADER);
        for (int position = extent.index().positionForTime(time); position < extent.end(); ) {
            Batch batch = header(header, position);
            int whole = Batch.OVERHEAD + header.getInt(Batch.LENGTH_AT);
            if (batch.maxTimestamp() >= time && !batch.isControl()) {
                for (LogRecord record : BatchReader.read(batchAt(position, whole))) {
                    if (record.timestamp() >= time && record.offset() >= offset) {
                        return Optional.of(record);
                    }
                }
            }
            position += whole;
        }
        return Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private Batch batchAt(int position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        readFully(bytes, position);
        return Batch.trusted(bytes.flip());
    }

    /** The batch at that position, without its records. */
    Batch header(ByteBuffer into, int position) throws IOException {
        readFully(into.clear(), position);
        return Batch.trusted(into.flip());
    }

    private void readFully(ByteBuffer bytes, long position) throws IOException {
        try {
            SharedFile.readFully(channel(), bytes, position);
        } catch (EOFException e) {
            throw new IOException(path + " became shorter", e);
        }
    }

    /** What is done with each batch. */
    @FunctionalInterface
    interface BatchAction {
        void accept(Batch batch) throws IOException;
    }

    /**
     * Hands over the header of each batch from that position on, in order, without reading the
     * records. The views live only so long, and end behind the header.
     */
    void forEachHeader(int from, int end, BatchAction action) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Batch.HEADER);
        for (int position = from; position < end; ) {
            action.accept(header(header, position));
            position += Batch.OVERHEAD + header.getInt(Batch.LENGTH_AT);
        }
    }

    /**
     * Hands over each batch, in order. The views live only so long.
     *
     * @throws CorruptBatchException if the disk gave back other bytes than it was given
     */
    void forEach(int end, BatchAction action) throws IOException {
        int[] read = {0};
        Recovery.read(
                channel(),
                end,
                (batch, position) -> {
                    action.accept(batch);
                    read[0] = position + batch.sizeInBytes();
                    return true;
                });
        if (read[0] < end) {
            throw new CorruptBatchException(path + " is broken at byte " + read[0]);
        }
    }
}
