package labs.compute.join;

import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;

/** Opens joins by the name of their strategy. */
public final class Joins {
    private static final long MEBIBYTE = 1 << 20;

    private Joins() {}

    /**
     * A join for one task. The budget may be shared with other tasks; so may the directory.
     *
     * @param strategy null if there is one table only
     */
    public static Join open(
            JoinStrategy strategy, JoinSpec spec, MemoryBudget budget, SpillDirectory spill) {
        if (strategy == null) {
            return new OneTable(budget, spill);
        }
        return switch (strategy) {
            case BROADCAST_HASH -> new BroadcastHashJoin(spec, budget, spill);
            case PARTITIONED_HASH ->
                    new PartitionedHashJoin(spec, bits(budget.bytes()), budget, spill);
            case SORT_MERGE -> new SortMergeJoin(spec, budget, spill);
        };
    }

    /** So many that a partition of a large table stays in the processor's cache. */
    static int bits(long memory) {
        return memory >= 64 * MEBIBYTE ? 8 : memory >= MEBIBYTE ? 6 : 4;
    }
}
