package labs.mq.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Where in a segment to begin looking: an entry for about every 4 KiB, with the offset and position
 * of a batch and the newest time of all batches before it. Offsets, positions and times grow from
 * entry to entry, so one binary search serves both questions, by offset and by time.
 *
 * <p>It is derived: written to its file in one go when its segment is sealed, and made again from
 * the segment if the file is missing or broken. One thread adds; any thread looks up.
 */
final class SegmentIndex {
    /** Where to begin, and the newest time before. */
    record Entry(long offset, int position, long newestBefore) {}

    private static final int BYTES = 20; // of an entry: offset 8, position 4, time 8
    private static final int TRAILER = 16; // behind the entries: newest time 8, segment's size 8
    private static final int CHECKSUM = 8;

    private volatile ByteBuffer entries; // absolute access only; its limit is its end

    private SegmentIndex(ByteBuffer entries) {
        this.entries = entries;
    }

    static SegmentIndex empty() {
        return new SegmentIndex(ByteBuffer.allocate(64 * BYTES).limit(0));
    }

    int size() {
        return entries.limit() / BYTES;
    }

    /** Adds an entry; each value at least that of the entry before. */
    void add(long offset, int position, long newestBefore) {
        // BEGIN SOLUTION
        ByteBuffer old = entries;
        int end = old.limit();
        ByteBuffer grown = old;
        if (end + BYTES > old.capacity()) {
            grown = ByteBuffer.allocate(2 * old.capacity()).put(0, old, 0, end);
        } else {
            grown = old.duplicate();
        }
        grown.limit(end + BYTES);
        grown.putLong(end, offset).putInt(end + 8, position).putLong(end + 12, newestBefore);
        entries = grown; // readers see the new end only together with what stands before it
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private static Entry entry(ByteBuffer entries, int i) {
        int at = i * BYTES;
        return new Entry(entries.getLong(at), entries.getInt(at + 8), entries.getLong(at + 12));
    }

    /** The position of the last indexed batch that begins at or before that offset; 0 if none. */
    int positionFor(long offset) {
        // BEGIN SOLUTION
        ByteBuffer now = entries;
        int low = 0;
        int high = now.limit() / BYTES;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.getLong(middle * BYTES) <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : entry(now, low - 1).position();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** An offset that no batch before that position reaches; {@code Long.MAX_VALUE} if unknown. */
    long offsetBehind(int position) {
        // BEGIN SOLUTION
        ByteBuffer now = entries;
        int low = 0;
        int high = now.limit() / BYTES;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.getInt(middle * BYTES + 8) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low * BYTES == now.limit() ? Long.MAX_VALUE : entry(now, low).offset();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** A position before which no batch is as new as that time; 0 if unknown. */
    int positionForTime(long time) {
        // BEGIN SOLUTION
        ByteBuffer now = entries;
        int low = 0;
        int high = now.limit() / BYTES;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.getLong(middle * BYTES + 12) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : entry(now, low - 1).position();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /**
     * Writes it, whole or not at all: under another name first, then renamed.
     *
     * @param newest the newest time in the whole segment, kept behind the entries
     * @param segmentBytes the size of the segment, kept there too: an index of another file is no
     *     index
     */
    void store(Path file, long newest, long segmentBytes) throws IOException {
        ByteBuffer now = entries;
        ByteBuffer bytes = ByteBuffer.allocate(now.limit() + TRAILER + CHECKSUM);
        bytes.put(0, now, 0, now.limit()).position(now.limit());
        bytes.putLong(newest).putLong(segmentBytes);
        bytes.putLong(checksum(bytes, bytes.position())).flip();
        Path half = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        half,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(half); // the disk is full: give back what it took
            throw e;
        }
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What was stored. */
    record Stored(SegmentIndex index, long newest, long segmentBytes) {}

    /**
     * Maps what was stored into memory, so that thousands of old segments cost no heap.
     *
     * @return null if the file is missing or is not what was written
     */
    static Stored load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            int end = (int) size - CHECKSUM;
            int trailer = end - TRAILER;
            if (size > Integer.MAX_VALUE || trailer < 0 || trailer % BYTES != 0) {
                return null;
            }
            ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, size);
            if (bytes.getLong(end) != checksum(bytes, end)) {
                return null;
            }
            return new Stored(
                    new SegmentIndex(bytes.slice(0, trailer)),
                    bytes.getLong(trailer),
                    bytes.getLong(trailer + 8));
        }
    }

    /** The same entries, to be added to. */
    SegmentIndex open() {
        ByteBuffer now = entries;
        int capacity = Math.max(64 * BYTES, 2 * now.limit());
        ByteBuffer copy = ByteBuffer.allocate(capacity).put(0, now, 0, now.limit());
        return new SegmentIndex(copy.limit(now.limit()));
    }

    private static long checksum(ByteBuffer bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return crc.getValue();
    }
}
