package labs.compute.join;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;

/**
 * Where the rows with a given key are in a batch. Arrays of primitives: an entry is a number, not
 * an object. Rows with the same key are chained, so a key that a million rows share costs no more
 * than a million keys. Thread-safe once built.
 */
public final class HashIndex {
    private static final int NONE = -1;

    private final long[] keys;
    private final int[] heads;
    private final int[] next;

    /** Indexes that column. */
    public HashIndex(ColumnBatch batch, int key) {
        keys = batch.column(key);
        int rows = batch.rows();
        heads = new int[Integer.highestOneBit(Math.max(8, rows - 1)) << 1];
        Arrays.fill(heads, NONE);
        next = new int[rows];
        int mask = heads.length - 1;
        for (int row = rows - 1; row >= 0; row--) { // so that chains run in the order of the rows
            int slot = (int) Hash.of(keys[row]) & mask;
            next[row] = heads[slot];
            heads[slot] = row;
        }
    }

    /** The first row with that key, or -1. */
    public int first(long key) {
        return search(heads[(int) Hash.of(key) & (heads.length - 1)], key);
    }

    /** The next row with the key of that row, or -1. */
    public int after(int row) {
        return search(next[row], keys[row]);
    }

    private int search(int from, long key) {
        int row = from;
        while (row != NONE && keys[row] != key) {
            row = next[row];
        }
        return row;
    }
}
