package labs.compute.sort;

import labs.compute.table.ColumnBatch;

/**
 * Sorts rows by the digits of their keys, from the last digit to the first: no comparison, and
 * stable. Only rows that the first key leaves equal are sorted by the second, and so on; few such
 * rows are sorted by comparing them. Takes 24 bytes a row while it works, besides the result.
 */
public final class RadixSort {
    private static final int FEW = 32;
    private static final int SMALL_BITS = 8;
    private static final int LARGE_BITS = 11;
    private static final int LARGE = 8 * 1024; // rows that are worth counters for 2^11 digits

    private final ColumnBatch rows;
    private final SortOrder order;
    // Sorted together, each part of them for itself: the number of a row, and the rank of its key.
    private int[] numbers;
    private long[] ranks;
    private int[] nextNumbers;
    private long[] nextRanks;

    private RadixSort(ColumnBatch rows, SortOrder order) {
        this.rows = rows;
        this.order = order;
        numbers = new int[rows.rows()];
        ranks = new long[rows.rows()];
        nextNumbers = new int[rows.rows()];
        nextRanks = new long[rows.rows()];
    }

    /** The rows in that order, in a new batch; rows that it leaves equal stay as they are. */
    public static ColumnBatch sorted(ColumnBatch rows, SortOrder order) {
        return rows.gather(permutation(rows, order), rows.rows());
    }

    private static int[] permutation(ColumnBatch rows, SortOrder order) {
        var sort = new RadixSort(rows, order);
        for (int row = 0; row < rows.rows(); row++) {
            sort.numbers[row] = row;
        }
        sort.by(0, 0, rows.rows());
        return sort.numbers;
    }

    /** Sorts a part of the rows, which all keys before {@code k} leave equal. */
    private void by(int k, int from, int to) {
        // BEGIN SOLUTION
        if (to - from <= FEW) {
            insert(from, to);
        } else if (k < order.keys().size()) {
            rank(order.keys().get(k), from, to);
            digits(from, to);
            ties(k + 1, from, to);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    // BEGIN SOLUTION
    /** Sorts by ranks. Ranks that are near each other differ in their last digits only. */
    private void digits(int from, int to) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            least = Math.min(least, ranks[i]);
            greatest = Math.max(greatest, ranks[i]);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least); // as unsigned
        int digit = to - from < LARGE ? SMALL_BITS : LARGE_BITS;
        for (int shift = 0; shift < bits; shift += digit) {
            pass(from, to, least, shift, (1 << digit) - 1);
        }
    }

    /** Sorts those of equal rank by the next key. */
    private void ties(int k, int from, int to) {
        int start = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || ranks[i] != ranks[start]) {
                if (i - start > 1) {
                    by(k, start, i);
                }
                start = i;
            }
        }
    }

    // END SOLUTION
    /** For few rows: each goes before those that are greater. */
    private void insert(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int number = numbers[i];
            int at = i;
            while (at > from && order.compare(rows, numbers[at - 1], rows, number) > 0) {
                numbers[at] = numbers[at - 1];
                at--;
            }
            numbers[at] = number;
        }
    }

    private void rank(SortKey key, int from, int to) {
        long[] column = rows.column(key.column());
        for (int i = from; i < to; i++) {
            ranks[i] = SortOrder.rank(key, column[numbers[i]]);
        }
    }

    /** One digit of the ranks, by counting. */
    private void pass(int from, int to, long least, int shift, int mask) {
        int[] next = new int[mask + 2];
        for (int i = from; i < to; i++) {
            next[((int) ((ranks[i] - least) >>> shift) & mask) + 1]++;
        }
        next[0] = from;
        for (int digit = 1; digit <= mask; digit++) {
            next[digit] += next[digit - 1];
        }
        for (int i = from; i < to; i++) {
            int place = next[(int) ((ranks[i] - least) >>> shift) & mask]++;
            nextRanks[place] = ranks[i];
            nextNumbers[place] = numbers[i];
        }
        swap(from, to);
    }

    private void swap(int from, int to) {
        if (to - from < ranks.length) { // the rest of the arrays stays
            System.arraycopy(nextRanks, from, ranks, from, to - from);
            System.arraycopy(nextNumbers, from, numbers, from, to - from);
            return;
        }
        long[] sortedRanks = nextRanks;
        nextRanks = ranks;
        ranks = sortedRanks;
        int[] sortedNumbers = nextNumbers;
        nextNumbers = numbers;
        numbers = sortedNumbers;
    }
}
