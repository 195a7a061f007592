package labs.compute.sort;

import labs.compute.table.ColumnBatch;

/**
 * Sorts rows by two columns, by the digits of their values from the last to the first: no
 * comparison, and stable. Digits that are the same in all rows cost one look.
 */
public final class RadixSort {
    private static final int BITS = 8;
    private static final int DIGITS = 1 << BITS;

    private RadixSort() {}

    /** The rows in ascending order of the first column, and of the second where that is equal. */
    public static ColumnBatch sorted(ColumnBatch batch, int first, int second) {
        int[] order = new int[batch.rows()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order = by(batch.column(second), order);
        order = by(batch.column(first), order);
        long[][] columns = new long[batch.width()][order.length];
        for (int c = 0; c < columns.length; c++) {
            long[] from = batch.column(c);
            long[] to = columns[c];
            for (int i = 0; i < order.length; i++) {
                to[i] = from[order[i]];
            }
        }
        return new ColumnBatch(columns, order.length);
    }

    private static int[] by(long[] values, int[] order) {
        int[][] counts = count(values, order.length);
        int[] from = order;
        int[] to = new int[order.length];
        for (int digit = 0; digit < Long.BYTES; digit++) {
            if (isSpread(counts[digit], order.length)) {
                pass(values, digit, starts(counts[digit]), from, to);
                int[] swap = from;
                from = to;
                to = swap;
            }
        }
        return from;
    }

    /** How often each digit occurs at each place, in one walk over the values. */
    private static int[][] count(long[] values, int rows) {
        int[][] counts = new int[Long.BYTES][DIGITS];
        for (int row = 0; row < rows; row++) {
            long value = values[row] ^ Long.MIN_VALUE; // so that negative ones come first
            for (int digit = 0; digit < Long.BYTES; digit++) {
                counts[digit][(int) (value >>> (digit * BITS)) & (DIGITS - 1)]++;
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

    private static void pass(long[] values, int digit, int[] next, int[] from, int[] to) {
        int shift = digit * BITS;
        for (int row : from) {
            long value = values[row] ^ Long.MIN_VALUE;
            to[next[(int) (value >>> shift) & (DIGITS - 1)]++] = row;
        }
    }
}
