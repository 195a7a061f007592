package labs.memory.grid;

import java.util.Optional;

/** What stays of two values for one key, when the smaller part of a split cluster comes back. */
public enum MergePolicy {
    /** The value that was written last, by the clocks of those who wrote. */
    LATEST_UPDATE,
    /** The larger part's value, if it has one. */
    PUT_IF_ABSENT,
    /** The value that was read more often. */
    HIGHER_HITS;

    /**
     * @param existing what the larger part has
     * @param merging what the smaller part had
     * @return what stays
     */
    Entry merge(Optional<Entry> existing, Entry merging) {
        // BEGIN SOLUTION
        if (existing.isEmpty()) {
            return merging;
        }
        Entry other = existing.get();
        boolean takes =
                switch (this) {
                    case LATEST_UPDATE -> merging.updated().compareTo(other.updated()) > 0;
                    case PUT_IF_ABSENT -> false;
                    case HIGHER_HITS -> merging.hits() > other.hits();
                };
        return takes ? merging : other;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }
}
