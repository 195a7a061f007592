package labs.compute.sort;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/**
 * Ranges of a sort key of two columns, such that each holds about equally many rows. The second
 * column breaks ties, so a value that half the rows share does not make one range of them all.
 */
public final class Ranges {
    private final long[] firsts;
    private final long[] seconds;

    private Ranges(long[] firsts, long[] seconds) {
        this.firsts = firsts;
        this.seconds = seconds;
    }

    /**
     * Cuts a sample into equal parts.
     *
     * @param count of ranges, a power of two
     */
    public static Ranges of(ColumnBatch sample, int first, int second, int count) {
        ColumnBatch sorted = RadixSort.sorted(sample, first, second);
        long[] firsts = new long[count - 1];
        long[] seconds = new long[count - 1];
        for (int i = 0; i < firsts.length; i++) {
            int row = (int) ((long) sorted.rows() * (i + 1) / count);
            firsts[i] = sorted.rows() == 0 ? 0 : sorted.column(first)[row];
            seconds[i] = sorted.rows() == 0 ? 0 : sorted.column(second)[row];
        }
        return new Ranges(firsts, seconds);
    }

    public int count() {
        return firsts.length + 1;
    }

    /** Orders the rows of a batch by their range. */
    public Partitions partition(ColumnBatch batch, int first, int second) {
        long[] major = batch.column(first);
        long[] minor = batch.column(second);
        int[] range = new int[batch.rows()];
        int[] counts = new int[count() + 1];
        for (int row = 0; row < range.length; row++) {
            range[row] = rangeOf(major[row], minor[row]);
            counts[range[row] + 1]++;
        }
        return Partitions.scatter(batch, range, counts);
    }

    /**
     * How many splitters are not above that key: halving a power of two needs no branch to miss.
     */
    private int rangeOf(long major, long minor) {
        int at = 0;
        for (int step = count() >> 1; step > 0; step >>= 1) {
            int probe = at + step - 1;
            long splitter = firsts[probe];
            boolean isAbove = splitter < major || splitter == major && seconds[probe] <= minor;
            at += isAbove ? step : 0;
        }
        return at;
    }

    @Override
    public String toString() {
        return count() + " ranges at " + Arrays.toString(firsts);
    }
}
