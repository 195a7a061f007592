package labs.compute.join;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;

/**
 * Where the rows with a given key are in a batch. Arrays of primitives: an entry is a number, not
 * an object. A slot has the first row of a key, and rows with the same key are chained, so a key
 * that a million rows share costs no more than a million keys. Thread-safe once built.
 */
public final class HashIndex {
    private static final int NONE = -1;
    private static final int FREE = 0;

    private final long[] keys;
    // The first row of a key, plus 1, in the first free slot from its hash on; 0 is a free slot.
    private final int[] heads;
    private final int[] next; // the next row of the same key; null if no key has two

    /** Indexes that column. */
    public HashIndex(ColumnBatch batch, int key) {
        keys = batch.column(key);
        int rows = batch.rows();
        // At most half of the slots are taken, so that a search is short.
        heads = new int[Integer.highestOneBit(Math.max(8, rows - 1)) << 2];
        int[] chained = null;
        for (int row = rows - 1; row >= 0; row--) { // so that chains run in the order of the rows
            int slot = slot(keys[row]);
            if (heads[slot] != FREE) {
                chained = chained == null ? none(rows) : chained;
                chained[row] = heads[slot] - 1;
            }
            heads[slot] = row + 1;
        }
        next = chained;
    }

    private static int[] none(int rows) {
        int[] none = new int[rows];
        Arrays.fill(none, NONE);
        return none;
    }

    /** The slot of a key, or the free one in which it would be. */
    private int slot(long key) {
        int mask = heads.length - 1;
        int slot = (int) Hash.of(key) & mask;
        while (heads[slot] != FREE && keys[heads[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The first row with that key, or -1. */
    public int first(long key) {
        return heads[slot(key)] - 1;
    }

    /**
     * The same of many keys: {@code rows[i]} becomes the first row with key {@code from + i}. In
     * two walks, so that the processor fetches the slots of several keys at once and need not wait
     * for one after the other.
     */
    void first(long[] wanted, int from, int count, int[] rows) {
        int mask = heads.length - 1;
        for (int i = 0; i < count; i++) {
            rows[i] = heads[(int) Hash.of(wanted[from + i]) & mask] - 1;
        }
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (row != NONE && keys[row] != wanted[from + i]) {
                rows[i] = first(wanted[from + i]);
            }
        }
    }

    /** The next row with the key of that row, or -1. */
    public int after(int row) {
        return next == null ? NONE : next[row];
    }
}
