package labs.compute.join;

import java.io.IOException;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;

/**
 * Rows that wait: in memory while there is room, else in a file. First all are added, then all are
 * read. Not thread-safe.
 */
final class RowStore implements Spillable, RowRange, Batches {
    /** Of other stores' rows: less is not worth a write. */
    private static final long LEAST_BYTES = 1024;

    private final Overflow overflow;
    private final int width;
    private final Chunks chunks;
    private final PackedPieces packed;
    private SpillFile file; // null as long as nothing was spilled
    private SpillFile.Reader reader; // null as long as nothing is read

    RowStore(Overflow overflow, int width) {
        this.overflow = overflow;
        this.width = width;
        this.chunks = new Chunks(overflow, this, width, (long) width * Long.BYTES);
        this.packed = new PackedPieces(overflow.budget(), width);
        overflow.add(this);
    }

    /** Adds the rows {@code from … to - 1}. */
    @Override
    public void accept(ColumnBatch batch, int from, int to) throws IOException {
        chunks.append(batch, from, to);
    }

    /** Adds the rows of a partition; they stay packed as long as they are in memory. */
    void accept(PackedPartitions rows, int partition) throws IOException {
        long bytes = PackedPieces.bytes(rows, partition);
        if (overflow.take(bytes, LEAST_BYTES)) {
            packed.add(rows, partition);
        } else {
            accept(rows.batch(partition), 0, rows.size(partition));
        }
    }

    long rows() {
        return chunks.rows() + packed.rows() + (file == null ? 0 : file.rows());
    }

    int width() {
        return width;
    }

    @Override
    public long memory() {
        return chunks.taken() + packed.taken();
    }

    @Override
    public boolean hasSpilled() {
        return file != null;
    }

    @Override
    public void spill() throws IOException {
        if (file == null) {
            file = overflow.createFile(width);
        }
        for (ColumnBatch chunk = poll(); chunk != null; chunk = poll()) {
            file.append(chunk);
        }
    }

    /** Takes some of the rows in memory out; null when there are none any more. */
    private ColumnBatch poll() {
        ColumnBatch chunk = chunks.poll();
        return chunk == null ? packed.poll() : chunk;
    }

    /** From now on they are read, and not sent to disk any more. */
    void seal() {
        overflow.seal(this);
    }

    /** The next rows, which are gone then if they were in memory; null behind the last. */
    @Override
    public ColumnBatch next() throws IOException {
        seal();
        ColumnBatch chunk = poll();
        if (chunk != null || file == null) {
            return chunk;
        }
        if (reader == null) {
            reader = file.read();
        }
        return reader.next();
    }

    /** Appends all rows to a batch, as often as {@link #next} would have to be called. */
    void drainTo(ColumnBatch all) throws IOException {
        seal();
        packed.drainTo(all);
        for (ColumnBatch rows = next(); rows != null; rows = next()) {
            all.append(rows, 0, rows.rows());
        }
    }

    /** Shows all rows, as often as one likes, as long as none is added. */
    void forEach(Join.Sink visitor) throws IOException {
        for (ColumnBatch chunk : chunks) {
            visitor.accept(chunk);
        }
        packed.forEach(visitor);
        if (file != null) {
            rewind();
            for (ColumnBatch rows = reader.next(); rows != null; rows = reader.next()) {
                visitor.accept(rows);
            }
        }
    }

    /** Sends all to disk, so that they can be read as often as one likes. */
    void keep() throws IOException {
        seal();
        spill();
    }

    /** Reads from the first row again. All must be {@linkplain #keep kept}. */
    void rewind() {
        reader = file.read();
    }

    @Override
    public void close() throws IOException {
        overflow.remove(this);
        chunks.clear();
        packed.clear();
        if (file != null) {
            file.close();
        }
    }
}
