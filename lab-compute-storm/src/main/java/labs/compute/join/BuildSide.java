package labs.compute.join;

import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import labs.compute.spill.MemoryBudget;
import labs.compute.table.ColumnBatch;

/** Right rows in memory with their index; closing it gives the memory back. */
final class BuildSide implements Closeable {
    /** At most four slots and a link, numbers of 32 bits: see {@link HashIndex}. */
    private static final int INDEX_BYTES = 5 * Integer.BYTES;

    private final MemoryBudget budget;
    private final long taken;
    private final ColumnBatch rows;
    private final HashIndex index;
    private final BitSet matched = new BitSet(); // used by FULL joins

    private BuildSide(MemoryBudget budget, long taken, ColumnBatch rows, int key) {
        this.budget = budget;
        this.taken = taken;
        this.rows = rows;
        this.index = new HashIndex(rows, key);
    }

    static long bytesPerRow(int width) {
        return (long) width * Long.BYTES + INDEX_BYTES;
    }

    /**
     * All rows of a store, which is closed then; empty if they do not fit, and the store is as it
     * was.
     */
    static Optional<BuildSide> load(RowStore store, int key, Overflow overflow) throws IOException {
        long bytes = store.rows() * bytesPerRow(store.width());
        store.seal(); // not to be sent to disk to make room for itself
        if (store.rows() > Integer.MAX_VALUE / 2 || !overflow.take(bytes - store.memory(), 1)) {
            return Optional.empty();
        }
        overflow.budget().force(store.memory()); // until it is copied
        try {
            var rows = new ColumnBatch(store.width(), (int) store.rows());
            store.drainTo(rows);
            store.close();
            return Optional.of(new BuildSide(overflow.budget(), bytes, rows, key));
        } catch (IOException e) {
            overflow.budget().giveBack(bytes);
            throw e;
        }
    }

    ColumnBatch rows() {
        return rows;
    }

    /** The rows for which there was a left one. */
    BitSet matched() {
        return matched;
    }

    HashIndex index() {
        return index;
    }

    @Override
    public void close() {
        budget.giveBack(taken);
    }
}
