package labs.compute.sort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the row at an offset is, among ranges of which only the counts are known. Immutable. */
public final class PageIndex {
    private final long[] starts; // of each range, and the total

    /** Rows {@code from … from + count - 1} of a range. */
    public record Piece(int range, long from, int count) {}

    /**
     * @param counts how many rows each range has, in the order of the ranges
     */
    public PageIndex(long[] counts) {
        starts = new long[counts.length + 1];
        for (int range = 0; range < counts.length; range++) {
            starts[range + 1] = Math.addExact(starts[range], counts[range]);
        }
    }

    /** How many rows there are. */
    public long total() {
        return starts[starts.length - 1];
    }

    /**
     * The pieces of the page from an offset on, in order; none is empty. The offset right behind
     * the last row gives no pieces: so a reader who goes page by page sees the end.
     *
     * @throws IllegalArgumentException if the offset or the limit is negative
     * @throws OffsetPastEndException if the offset is farther than that
     */
    public List<Piece> page(long offset, int limit) {
        check(offset, limit);
        // BEGIN SOLUTION
        var pieces = new ArrayList<Piece>();
        long at = offset;
        long end = offset + Math.min(limit, total() - offset);
        for (int range = rangeAt(offset); at < end; range++) {
            long until = Math.min(end, starts[range + 1]);
            if (at < until) {
                pieces.add(new Piece(range, at - starts[range], (int) (until - at)));
                at = until;
            }
        }
        return pieces;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-6: README, part 6");
    }

    private void check(long offset, int limit) {
        if (offset < 0 || limit < 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + ", limit " + limit + ": neither may be negative");
        }
        if (offset > total()) {
            throw new OffsetPastEndException(offset, total());
        }
    }

    /** The last range that starts at the offset or before it. */
    private int rangeAt(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }
}
