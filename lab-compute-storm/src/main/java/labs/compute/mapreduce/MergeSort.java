package labs.compute.mapreduce;

/** Sorts numbers by what they stand for; stable. The JDK sorts objects so, not ints. */
final class MergeSort {
    private static final int SMALL = 8;

    /** How two numbers are ordered. */
    @FunctionalInterface
    interface IntComparator {
        int compare(int one, int other);
    }

    private MergeSort() {}

    /** The numbers {@code 0 … count - 1} in their order. */
    static int[] order(int count, IntComparator by) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        sort(order.clone(), order, 0, count, by);
        return order;
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
