package labs.compute.sort;

import java.util.Optional;
import labs.compute.table.ColumnBatch;

/**
 * Pages of sorted rows whose ranges are all in one store: the same that a cluster does with a store
 * for each task. Rows that are added between two pages are in the second. Not thread-safe.
 */
public final class Pages {
    private final Bounds bounds;
    private final RangeStore store;
    private final int width;

    /**
     * @param bounds by which the store's rows were split
     */
    public Pages(Bounds bounds, RangeStore store, int width) {
        this.bounds = bounds;
        this.store = store;
        this.width = width;
    }

    /**
     * The rows from an offset on.
     *
     * @throws OffsetPastEndException if there are fewer rows than {@code offset}
     */
    public ColumnBatch at(long offset, int limit) {
        // BEGIN SOLUTION
        var page = new ColumnBatch(width, 0);
        for (PageIndex.Piece piece : new PageIndex(store.counts()).page(offset, limit)) {
            append(page, store.rows(piece.range(), piece.from(), piece.count()));
        }
        return page;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    /** The rows behind a cursor; the first ones if there is none. Empty at the end. */
    public ColumnBatch behind(Optional<Cursor> cursor, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + " is negative");
        }
        // BEGIN SOLUTION
        if (cursor.isEmpty()) {
            return at(0, limit);
        }
        ColumnBatch row = cursor.get().row();
        int range = bounds.rangeOf(row, 0);
        ColumnBatch page = store.after(range, row, cursor.get().copies(), limit);
        long[] counts = store.counts();
        while (++range < counts.length && page.rows() < limit) {
            if (counts[range] > 0) {
                append(page, store.rows(range, 0, limit - page.rows()));
            }
        }
        return page;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private static void append(ColumnBatch page, ColumnBatch rows) {
        page.append(rows, 0, rows.rows());
    }
}
