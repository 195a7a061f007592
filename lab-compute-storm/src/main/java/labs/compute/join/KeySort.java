package labs.compute.join;

import labs.compute.table.ColumnBatch;

/**
 * Sorts rows by one column, by the digits of its values from the last to the first. The values
 * travel with the row numbers, so each pass reads one array from its beginning to its end. Digits
 * that are the same in all rows cost no pass.
 */
final class KeySort {
    /** What it needs for each row beside the rows and their sorted copy. */
    static final int WORK_BYTES = 2 * (Long.BYTES + Integer.BYTES);

    private static final int BITS = 11;
    private static final int DIGITS = 1 << BITS;
    private static final int PLACES = (Long.SIZE + BITS - 1) / BITS;

    private long[] keys;
    private int[] rows;
    private long[] otherKeys;
    private int[] otherRows;

    private KeySort(long[] column, int count) {
        keys = new long[count];
        rows = new int[count];
        for (int row = 0; row < count; row++) {
            keys[row] = column[row] ^ Long.MIN_VALUE; // so that negative ones come first
            rows[row] = row;
        }
        otherKeys = new long[count];
        otherRows = new int[count];
    }

    /** The rows in ascending order of that column; equal ones stay in their order. */
    static ColumnBatch sorted(ColumnBatch batch, int key) {
        var sort = new KeySort(batch.column(key), batch.rows());
        int[][] counts = sort.count();
        for (int place = 0; place < PLACES; place++) {
            if (isSpread(counts[place], batch.rows())) {
                sort.pass(place * BITS, starts(counts[place]));
            }
        }
        return batch.gather(sort.rows, batch.rows());
    }

    private int[][] count() {
        int[][] counts = new int[PLACES][DIGITS];
        for (long key : keys) {
            for (int place = 0; place < PLACES; place++) {
                counts[place][(int) (key >>> (place * BITS)) & (DIGITS - 1)]++;
            }
        }
        return counts;
    }

    private static boolean isSpread(int[] counts, int rows) {
        for (int count : counts) {
            if (count == rows) {
                return false;
            }
        }
        return true;
    }

    private static int[] starts(int[] counts) {
        int[] starts = new int[DIGITS];
        for (int d = 1; d < DIGITS; d++) {
            starts[d] = starts[d - 1] + counts[d - 1];
        }
        return starts;
    }

    private void pass(int shift, int[] next) {
        for (int i = 0; i < keys.length; i++) {
            int at = next[(int) (keys[i] >>> shift) & (DIGITS - 1)]++;
            otherKeys[at] = keys[i];
            otherRows[at] = rows[i];
        }
        long[] swapKeys = keys;
        keys = otherKeys;
        otherKeys = swapKeys;
        int[] swapRows = rows;
        rows = otherRows;
        otherRows = swapRows;
    }
}
