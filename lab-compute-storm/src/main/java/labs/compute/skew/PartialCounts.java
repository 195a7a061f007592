package labs.compute.skew;

import java.util.HashMap;
import java.util.Map;

/**
 * The first of two stages of counting: what came since the last flush, whatever task the keys
 * belong to. Its size is bounded, however many keys there are. Not thread-safe.
 */
public final class PartialCounts {
    private final int mostKeys;
    private Map<Long, Long> counts = new HashMap<>();

    /**
     * @param mostKeys how many keys it holds at most
     */
    public PartialCounts(int mostKeys) {
        this.mostKeys = mostKeys;
    }

    /** Counts one row; true if it is full now, and has to be flushed before the next. */
    public boolean add(long key) {
        // BEGIN SOLUTION
        counts.merge(key, 1L, Long::sum);
        return counts.size() >= mostKeys;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    /** The counts since the last flush, for the second stage to add up. */
    public Map<Long, Long> flush() {
        // BEGIN SOLUTION
        Map<Long, Long> flushed = counts;
        counts = new HashMap<>();
        return flushed;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }
}
