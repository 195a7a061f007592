package labs.compute.join;

/** How to bring rows with equal keys together. */
public enum JoinStrategy {
    /** Every task gets the whole right table, and its share of the left one as it comes. */
    BROADCAST_HASH,
    /** Each task gets the rows of both tables whose keys fall to it, and builds a hash table. */
    PARTITIONED_HASH,
    /** As PARTITIONED_HASH, but both sides are sorted and merged. */
    SORT_MERGE
}
