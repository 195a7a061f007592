package labs.compute.sort;

import labs.compute.table.ColumnBatch;

/** Looking into rows that are sorted and in memory. */
final class SortedRows {
    private SortedRows() {}

    /** The rows {@code from …}, {@code count} of them or as many as there are. */
    static ColumnBatch slice(ColumnBatch sorted, long from, int count) {
        int start = (int) Math.min(from, sorted.rows());
        int end = start + Math.min(count, sorted.rows() - start);
        var slice = new ColumnBatch(sorted.width(), end - start);
        slice.append(sorted, start, end);
        return slice;
    }

    /** How many rows are before a row (row 0 of the batch), or equal it if that is wanted. */
    static int before(ColumnBatch sorted, ColumnBatch row, SortOrder order, boolean orEqual) {
        // BEGIN SOLUTION
        int low = 0;
        int high = sorted.rows();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int compared = order.compare(sorted, middle, row, 0);
            if (compared < 0 || orEqual && compared == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }
}
