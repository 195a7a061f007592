package labs.compute.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.compute.spill.SpillFile;
import labs.compute.table.ColumnBatch;

/**
 * Rows on disk in their order, in blocks. Where each block begins, and its first row, are in
 * memory: to find a row costs one block. Written once, from the first row to the last, then {@link
 * #finish}. Not thread-safe. The file belongs to whoever made it.
 */
final class SortedRun {
    private static final int BLOCK = SpilledRows.BLOCK;

    private final SpillFile file;
    private final SortOrder order;
    private final List<Long> starts = new ArrayList<>();
    private final ColumnBatch firsts;
    private final ColumnBatch block;
    private long rows;

    SortedRun(SpillFile file, SortOrder order) {
        this.file = file;
        this.order = order;
        this.firsts = new ColumnBatch(file.width(), 4);
        this.block = new ColumnBatch(file.width(), BLOCK);
    }

    /** Appends one row, which is not before those that are there. */
    void add(ColumnBatch batch, int row) throws IOException {
        block.append(batch, row, row + 1);
        rows++;
        if (block.rows() == BLOCK) {
            finish();
        }
    }

    /** Writes what has not been written yet. */
    void finish() throws IOException {
        if (block.rows() > 0) {
            starts.add(file.end());
            firsts.append(block, 0, 1);
            file.append(block);
            block.setRows(0);
        }
    }

    long size() {
        return rows;
    }

    SpillFile file() {
        return file;
    }

    /** Walks over the rows from a block's first on. */
    Walk from(int startBlock) {
        return new Walk(startBlock);
    }

    /** The rows {@code from … from + count - 1}. */
    ColumnBatch rows(long from, int count) throws IOException {
        Walk walk = from((int) (from / BLOCK));
        if (walk.isThere()) {
            walk.next((int) (from % BLOCK));
        }
        return walk.take(count);
    }

    /** How many rows are before a row (row 0 of the batch), or equal it if that is wanted. */
    long before(ColumnBatch row, boolean orEqual) throws IOException {
        int blocks = SortedRows.before(firsts, row, order, orEqual); // that begin before the place
        if (blocks == 0) {
            return 0;
        }
        Walk last = from(blocks - 1);
        last.isThere();
        return (blocks - 1L) * BLOCK + SortedRows.before(last.batch(), row, order, orEqual);
    }

    /** Stands at a row, or behind the last one. */
    final class Walk {
        private final SpillFile.Reader reader;
        private ColumnBatch batch;
        private int at;
        private long left;

        private Walk(int startBlock) {
            left = rows - (long) startBlock * BLOCK;
            reader = left > 0 ? file.read(starts.get(startBlock)) : null;
        }

        /** False behind the last row. */
        boolean isThere() throws IOException {
            if (left > 0 && (batch == null || at == batch.rows())) {
                batch = reader.next();
                at = 0;
            }
            return left > 0;
        }

        /** Where it stands; only after {@link #isThere} said so. */
        ColumnBatch batch() {
            return batch;
        }

        int row() {
            return at;
        }

        void next(int rows) {
            at += rows;
            left -= rows;
        }

        /** The rows from here on. */
        ColumnBatch take(int count) throws IOException {
            var taken = new ColumnBatch(file.width(), (int) Math.max(0, Math.min(left, count)));
            while (taken.rows() < count && isThere()) {
                int piece = Math.min(count - taken.rows(), batch.rows() - at);
                taken.append(batch, at, at + piece);
                next(piece);
            }
            return taken;
        }
    }
}
