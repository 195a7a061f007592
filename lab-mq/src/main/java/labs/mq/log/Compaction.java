package labs.mq.log;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds for each key the offset of its newest record, and writes segments without the others. A
 * segment is replaced whole, by renaming: a crash leaves the old one or the new one.
 */
final class Compaction {
    private final Map<ByteBuffer, Long> newest = new HashMap<>(); // offset by key
    private final Decided decided;
    private final long tombstonesBefore;
    private long dropped;

    /**
     * What is known of the transactions in a log.
     *
     * @param before an offset from which on nobody knows yet which records will count
     * @param aborted those whose records do not
     */
    record Decided(long before, AbortedTransactions aborted) {
        boolean isOpen(Batch batch) {
            return batch.nextOffset() > before;
        }
    }

    /**
     * @param last is looked at too, though it is not rewritten: its keys replace older records
     * @param tombstonesBefore a tombstone of before that time has done its work
     */
    Compaction(List<Segment> segments, Segment last, Decided decided, long tombstonesBefore)
            throws IOException {
        this.decided = decided;
        this.tombstonesBefore = tombstonesBefore;
        for (Segment segment : segments) {
            segment.forEach(this::note);
        }
        last.forEach(this::note);
    }

    private void note(Batch batch) throws IOException {
        // BEGIN SOLUTION
        if (batch.isControl() || decided.isOpen(batch) || decided.aborted().holds(batch)) {
            return; // what does not count replaces nothing, nor does what may not
        }
        for (LogRecord record : BatchReader.read(batch)) {
            newest.put(keyOf(record), record.offset());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    private static ByteBuffer keyOf(LogRecord record) throws CorruptBatchException {
        if (record.key() == null) {
            throw new CorruptBatchException(
                    "the record at " + record.offset() + " has no key: it cannot be compacted");
        }
        return ByteBuffer.wrap(record.key());
    }

    /** How many records were left out so far. */
    long dropped() {
        return dropped;
    }

    /** Puts what is to be kept of a segment in its place, if that is not all of it. */
    void replace(Segment segment, Segments segments, int indexInterval) throws IOException {
        Optional<Path> compacted = write(segment);
        if (compacted.isEmpty()) {
            return;
        }
        segment.forgetIndex();
        Files.move(compacted.get(), segment.path(), ATOMIC_MOVE, REPLACE_EXISTING);
        Segment smaller = Segment.open(segment.path(), indexInterval);
        smaller.recover(true, Long.MAX_VALUE);
        smaller.seal();
        segments.add(smaller);
        segment.close();
        boolean isFirst = smaller.baseOffset() == segments.firstOffset(); // it says where we start
        if (smaller.size() == 0 && !isFirst) {
            segments.remove(smaller);
            smaller.delete();
        }
    }

    /**
     * Writes what is to be kept of a segment beside it.
     *
     * @return the new file, on the disk; empty if everything is to be kept
     */
    private Optional<Path> write(Segment segment) throws IOException {
        long before = dropped;
        Path compacted = segment.path().resolveSibling(segment.path().getFileName() + ".compacted");
        try (var to = FileChannel.open(compacted, CREATE, TRUNCATE_EXISTING, WRITE)) {
            segment.forEach(batch -> keep(batch, to));
            to.force(true); // before it takes the old one's place
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(compacted);
            throw e;
        }
        if (dropped == before) {
            Files.delete(compacted);
            return Optional.empty();
        }
        return Optional.of(compacted);
    }

    private void keep(Batch batch, FileChannel to) throws IOException {
        // BEGIN SOLUTION
        if (batch.isControl() || decided.isOpen(batch)) {
            write(batch.bytes(), to); // a marker is needed as long as anybody begins before it
            return;
        } else if (decided.aborted().holds(batch)) {
            dropped += batch.count();
            return;
        }
        var kept = new ArrayList<LogRecord>();
        for (LogRecord record : BatchReader.read(batch)) {
            if (isKept(record)) {
                kept.add(record);
            }
        }
        dropped += batch.count() - kept.size();
        if (kept.size() == batch.count()) {
            write(batch.bytes(), to); // as it came, compressed perhaps
        } else if (!kept.isEmpty()) {
            write(BatchWriter.rewrite(batch, kept), to);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private boolean isKept(LogRecord record) throws CorruptBatchException {
        boolean isNewest = newest.get(keyOf(record)) == record.offset();
        return isNewest && !(record.isTombstone() && record.timestamp() < tombstonesBefore);
    }

    // END SOLUTION

    private static void write(ByteBuffer bytes, FileChannel to) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }
}
