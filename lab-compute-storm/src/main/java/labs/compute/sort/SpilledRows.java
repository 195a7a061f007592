package labs.compute.sort;

import java.io.IOException;
import labs.compute.spill.SpillDirectory;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;

/**
 * Rows on disk by range: a file for each range that has some, made when it is needed. What comes in
 * small pieces is written in blocks. Not thread-safe. Closing it deletes the files.
 */
final class SpilledRows {
    /** So many rows are written, and read back, at once. */
    static final int BLOCK = 1024;

    private final SpillFile[] files; // null: nothing on disk
    private final SpillDirectory directory;
    private final ColumnBatch block;

    SpilledRows(int ranges, int width, SpillDirectory directory) {
        this.files = new SpillFile[ranges];
        this.directory = directory;
        this.block = new ColumnBatch(width, BLOCK);
    }

    /** Writes all rows, each to the file of its range. */
    void write(HeldRows rows) throws IOException {
        for (int range = 0; range < files.length; range++) {
            int into = range;
            rows.visit(range, (batch, from, to) -> gather(into, batch, from, to));
            flush(range);
        }
    }

    private void gather(int range, ColumnBatch batch, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int end = Math.min(to, at + BLOCK - block.rows());
            block.append(batch, at, end);
            at = end;
            if (block.rows() == BLOCK) {
                flush(range);
            }
        }
    }

    private void flush(int range) throws IOException {
        if (block.rows() > 0) {
            if (files[range] == null) {
                files[range] = directory.create(block.width());
            }
            files[range].append(block);
            block.setRows(0);
        }
    }

    /** Appends a range's rows to a batch. */
    void readInto(ColumnBatch rows, int range) throws IOException {
        if (files[range] != null) {
            SpillFile.Reader reader = files[range].read();
            ColumnBatch next;
            while ((next = reader.next()) != null) {
                rows.append(next, 0, next.rows());
            }
        }
    }

    /** A range's file, or null. */
    SpillFile file(int range) {
        return files[range];
    }

    /** The same rows in another file; the old one is deleted. */
    void replace(int range, SpillFile sorted) throws IOException {
        SpillFile old = files[range];
        files[range] = sorted;
        old.close();
    }

    /** Deletes all files, and says what was wrong with the first that could not be. */
    void close() throws IOException {
        IOException failure = null;
        for (int range = 0; range < files.length; range++) {
            try (SpillFile file = files[range]) {
                files[range] = null;
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
