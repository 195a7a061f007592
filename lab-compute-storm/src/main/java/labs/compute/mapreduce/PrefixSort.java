package labs.compute.mapreduce;

import java.util.Arrays;

/**
 * Sorts records by numbers that stand for the beginnings of their keys, digit by digit; only
 * records with the same number are compared. Stable.
 */
final class PrefixSort {
    private static final int DIGITS = 1 << Byte.SIZE;

    private final int count;
    private int[] order;
    private long[] sorted;
    private int[] nextOrder;
    private long[] nextSorted;

    private PrefixSort(long[] prefixes, int count) {
        this.count = count;
        this.order = new int[count];
        this.sorted = Arrays.copyOf(prefixes, count);
        this.nextOrder = new int[count];
        this.nextSorted = new long[count];
    }

    /**
     * The numbers {@code 0 … count - 1} of records in the order of their prefixes, which are not
     * negative.
     *
     * @param ties compares records whose prefixes are equal
     */
    static int[] order(long[] prefixes, int count, MergeSort.IntComparator ties) {
        var sort = new PrefixSort(prefixes, count);
        for (int i = 0; i < count; i++) {
            sort.order[i] = i;
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sort.pass(shift);
        }
        sort.settle(ties);
        return sort.order;
    }

    private void pass(int shift) {
        int[] next = new int[DIGITS + 1];
        for (int i = 0; i < count; i++) {
            next[((int) (sorted[i] >>> shift) & DIGITS - 1) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            if (next[digit + 1] == count) {
                return; // all have this digit
            }
            next[digit + 1] += next[digit];
        }
        for (int i = 0; i < count; i++) {
            int place = next[(int) (sorted[i] >>> shift) & DIGITS - 1]++;
            nextSorted[place] = sorted[i];
            nextOrder[place] = order[i];
        }
        swap();
    }

    private void swap() {
        long[] newlySorted = nextSorted;
        nextSorted = sorted;
        sorted = newlySorted;
        int[] newOrder = nextOrder;
        nextOrder = order;
        order = newOrder;
    }

    private void settle(MergeSort.IntComparator ties) {
        int start = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || sorted[i] != sorted[start]) {
                settle(start, i, ties);
                start = i;
            }
        }
    }

    private void settle(int start, int end, MergeSort.IntComparator ties) {
        for (int i = start + 1; i < end; i++) {
            if (ties.compare(order[i - 1], order[i]) > 0) {
                MergeSort.sort(order, start, end, ties);
                return;
            }
        }
    }
}
