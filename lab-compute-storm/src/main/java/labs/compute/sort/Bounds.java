package labs.compute.sort;

import java.io.Serializable;
import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PackedPartitions;
import labs.compute.table.Partitions;

/**
 * Where ranges of about equal size begin in an order of rows. The bounds are whole rows and not
 * values of the first key, so a value that half the rows share does not make one range of them.
 * Immutable; travels between processes.
 *
 * <p>See DeWitt, Naughton and Schneider, Parallel sorting on a shared-nothing architecture using
 * probabilistic splitting, 1991.
 */
public final class Bounds implements Serializable {
    private static final long serialVersionUID = 1;

    private final SortOrder order;
    private final int ranges;
    private final int cuts; // ranges - 1, or 0 if nothing was known
    private final long[][] cutRanks; // [k][i]: of key k of the first row of range i + 1
    private final CutIndex index; // of the first key's

    private Bounds(SortOrder order, int ranges, long[][] cutRanks) {
        this.order = order;
        this.ranges = ranges;
        this.cuts = cutRanks[0].length;
        this.cutRanks = cutRanks;
        this.index = new CutIndex(cutRanks[0], cuts);
    }

    /**
     * Cuts a sample into equal parts.
     *
     * @param sample of the rows that will be split, in any order; if it is empty all rows come into
     *     the first range
     * @param ranges how many; at least 1
     */
    public static Bounds of(ColumnBatch sample, SortOrder order, int ranges) {
        if (ranges < 1) {
            throw new IllegalArgumentException(ranges + " ranges: there is at least 1");
        }
        // BEGIN SOLUTION
        ColumnBatch sorted = RadixSort.sorted(sample, order);
        int cuts = sorted.rows() == 0 ? 0 : ranges - 1;
        long[][] ranks = new long[order.keys().size()][cuts];
        for (int i = 0; i < cuts; i++) {
            int row = (int) ((long) sorted.rows() * (i + 1) / ranges);
            for (int k = 0; k < ranks.length; k++) {
                ranks[k][i] = rank(order.keys().get(k), sorted, row);
            }
        }
        return new Bounds(order, ranges, ranks);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private static long rank(SortKey key, ColumnBatch rows, int row) {
        return SortOrder.rank(key, rows.column(key.column())[row]);
    }

    private long rank(int k, ColumnBatch rows, int row) {
        return rank(order.keys().get(k), rows, row);
    }

    public int ranges() {
        return ranges;
    }

    /** Orders the rows of a batch by their range; those of one range keep their order. */
    public Partitions split(ColumnBatch rows) {
        int[] counts = new int[ranges + 1];
        return Partitions.scatter(rows, rangesOf(rows, counts), counts);
    }

    /** The same, and packs them. */
    public PackedPartitions splitPacked(ColumnBatch rows) {
        int[] counts = new int[ranges + 1];
        return PackedPartitions.scatter(rows, rangesOf(rows, counts), counts);
    }

    /** The range of each row; how many rows are in range r is counted at r + 1. */
    private int[] rangesOf(ColumnBatch rows, int[] counts) {
        // BEGIN SOLUTION
        SortKey first = order.keys().get(0);
        long[] values = rows.column(first.column());
        int[] range = new int[rows.rows()];
        for (int row = 0; row < range.length; row++) {
            range[row] = rangeOf(SortOrder.rank(first, values[row]), rows, row);
            counts[range[row] + 1]++;
        }
        return range;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    /** The range of one row of a batch. */
    public int rangeOf(ColumnBatch row, int index) {
        return rangeOf(rank(0, row, index), row, index);
    }

    /** How many cuts are not above the row: a row that equals a cut is the first of its range. */
    private int rangeOf(long rank, ColumnBatch rows, int row) {
        // BEGIN SOLUTION
        long[] firsts = cutRanks[0];
        int slot = index.slot(rank);
        int at = index.least(slot);
        int high = index.most(slot);
        while (at < high) {
            int middle = (at + high) >>> 1;
            if (firsts[middle] < rank) {
                at = middle + 1;
            } else {
                high = middle;
            }
        }
        return at < cuts && firsts[at] == rank ? behindTies(at, rows, row) : at;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    // BEGIN SOLUTION
    /** Goes on where the first key does not settle it, by all keys. */
    private int behindTies(int from, ColumnBatch rows, int row) {
        int low = from;
        int high = cuts;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compareCut(middle, rows, row) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compareCut(int cut, ColumnBatch rows, int row) {
        for (int k = 0; k < cutRanks.length; k++) {
            int compared = Long.compare(cutRanks[k][cut], rank(k, rows, row));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    // END SOLUTION
    @Override
    public String toString() {
        String keys = String.join(", ", keyNames());
        return ranges + " ranges by " + keys;
    }

    private List<String> keyNames() {
        return order.keys().stream()
                .map(key -> "column " + key.column() + (key.isDescending() ? " descending" : ""))
                .toList();
    }
}
