package labs.compute.query;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;

/**
 * Numbers the combinations of some columns' values in the order in which they first come: 0, 1, …
 * An open-addressing table of group numbers, beside arrays of the keys; no object for a row, nor
 * for a group. A NULL equals another NULL here, as SQL's GROUP BY has it. Not thread-safe.
 */
final class GroupTable {
    private static final int FREE = -1;

    private int[] slots = free(16);
    private final long[][] keys; // by column, then by group
    private long[] hashes = new long[8]; // by group
    private int count;

    GroupTable(int columns) {
        keys = new long[columns][8];
    }

    /** How many groups there are. */
    int count() {
        return count;
    }

    /** The hash of each row over all those columns. */
    static long[] hashes(ColumnBatch rows, int[] columns) {
        // BEGIN SOLUTION
        long[] hashes = new long[rows.rows()];
        for (int column : columns) {
            long[] values = rows.column(column);
            for (int row = 0; row < hashes.length; row++) {
                // Turned, so that (1, 2) and (2, 1) differ; the first column's is its own hash.
                hashes[row] = Hash.of(Long.rotateLeft(hashes[row], 7) ^ values[row]);
            }
        }
        return hashes;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** The number of each row's group; what is new gets the next one. */
    int[] groupsOf(ColumnBatch rows, int[] columns) {
        // BEGIN SOLUTION
        long[] hash = hashes(rows, columns);
        int[] groups = new int[hash.length];
        for (int row = 0; row < groups.length; row++) {
            groups[row] = find(rows, columns, row, hash[row]);
        }
        return groups;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private int find(ColumnBatch rows, int[] columns, int row, long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != FREE) {
            int group = slots[slot];
            if (hashes[group] == hash && isEqual(rows, columns, row, group)) {
                return group;
            }
            slot = (slot + 1) & mask;
        }
        if (count == hashes.length) {
            grow();
            slot = freeSlot(hash);
        }
        slots[slot] = count;
        return add(rows, columns, row, hash);
    }

    private boolean isEqual(ColumnBatch rows, int[] columns, int row, int group) {
        for (int k = 0; k < columns.length; k++) {
            if (keys[k][group] != rows.column(columns[k])[row]) {
                return false;
            }
        }
        return true;
    }

    private int add(ColumnBatch rows, int[] columns, int row, long hash) {
        for (int k = 0; k < columns.length; k++) {
            keys[k][count] = rows.column(columns[k])[row];
        }
        hashes[count] = hash;
        return count++;
    }

    /** At most half of the slots are taken, so that a search is short. */
    private void grow() {
        hashes = Arrays.copyOf(hashes, count * 2);
        for (int k = 0; k < keys.length; k++) {
            keys[k] = Arrays.copyOf(keys[k], count * 2);
        }
        int[] taken = slots;
        slots = free(taken.length * 2);
        for (int group : taken) {
            if (group != FREE) {
                slots[freeSlot(hashes[group])] = group;
            }
        }
    }

    private int freeSlot(long hash) {
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != FREE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    // END SOLUTION
    /** The values of a key column, by group. */
    long[] keys(int column) {
        return Arrays.copyOf(keys[column], count);
    }

    private static int[] free(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, FREE);
        return slots;
    }
}
