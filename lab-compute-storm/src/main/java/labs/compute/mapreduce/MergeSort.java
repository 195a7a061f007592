package labs.compute.mapreduce;

import java.util.Arrays;

/** Sorts numbers by what they stand for; stable. The JDK sorts objects so, not ints. */
final class MergeSort {
    private static final int SMALL = 8;

    /** How two numbers are ordered. */
    @FunctionalInterface
    interface IntComparator {
        int compare(int one, int other);
    }

    private MergeSort() {}

    /** Sorts the part {@code start … end - 1}. */
    static void sort(int[] numbers, int start, int end, IntComparator by) {
        int[] sorted = Arrays.copyOfRange(numbers, start, end);
        sort(sorted.clone(), sorted, 0, sorted.length, by);
        System.arraycopy(sorted, 0, numbers, start, sorted.length);
    }

    /** Both hold the same there; what is sorted is in {@code to} afterwards. */
    private static void sort(int[] from, int[] to, int start, int end, IntComparator by) {
        if (end - start <= SMALL) {
            insertionSort(to, start, end, by);
            return;
        }
        int middle = (start + end) >>> 1;
        sort(to, from, start, middle, by);
        sort(to, from, middle, end, by);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft =
                    right == end || left < middle && by.compare(from[left], from[right]) <= 0;
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private static void insertionSort(int[] a, int start, int end, IntComparator by) {
        for (int i = start + 1; i < end; i++) {
            int moved = a[i];
            int hole = i;
            while (hole > start && by.compare(a[hole - 1], moved) > 0) {
                a[hole] = a[hole - 1];
                hole--;
            }
            a[hole] = moved;
        }
    }
}
