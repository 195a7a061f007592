package labs.compute.skew;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the keys that come often, in one walk and with few counters. A count is never too high, and
 * too low by at most {@link #error}. See Misra and Gries, Finding Repeated Elements, 1982; for the
 * merge Agarwal and others, Mergeable Summaries, PODS 2012. Not thread-safe.
 */
public final class HeavyHitters {
    private final int counters;
    private final Map<Long, Long> counts = new HashMap<>();
    private long rows;

    /**
     * @param counters how many keys it remembers
     */
    public HeavyHitters(int counters) {
        this.counters = counters;
    }

    /** Counts a row; if no counter is free, all counters lose one instead. */
    public void add(long key) {
        // BEGIN SOLUTION
        rows++;
        if (counts.containsKey(key) || counts.size() < counters) {
            counts.merge(key, 1L, Long::sum);
        } else {
            lower(1);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    /** Adds what another, of as many counters, has seen: each sender counts its own rows. */
    public void addAll(HeavyHitters other) {
        // BEGIN SOLUTION
        rows += other.rows;
        other.counts.forEach((key, count) -> counts.merge(key, count, Long::sum));
        if (counts.size() > counters) {
            lower(counts.values().stream().sorted().toList().get(counts.size() - counters - 1));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    // BEGIN SOLUTION
    private void lower(long by) {
        counts.replaceAll((key, count) -> count - by);
        counts.values().removeIf(count -> count <= 0);
    }

    // END SOLUTION
    /** How many rows it has seen. */
    public long rows() {
        return rows;
    }

    /** How many rows of a key it may have missed, at most. */
    public long error() {
        return rows / (counters + 1);
    }

    /** How many rows with that key there were, at least. */
    public long atLeast(long key) {
        return counts.getOrDefault(key, 0L);
    }

    /**
     * All keys that at least that share of the rows have, and perhaps some that a little less have.
     *
     * @param share of which there can be no more than counters: above 1 / (counters + 1)
     * @throws IllegalArgumentException if the share is too small for so few counters
     */
    public Set<Long> hot(double share) {
        // BEGIN SOLUTION
        if (share * (counters + 1) <= 1) {
            throw new IllegalArgumentException(
                    "%d counters are too few to tell keys of a share of %s"
                            .formatted(counters, share));
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() + error() >= share * rows)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }
}
