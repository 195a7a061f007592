package labs.compute.sql;

import java.util.Optional;
import labs.compute.join.JoinStrategy;

/**
 * What the planner goes by.
 *
 * @param broadcastBytes a right table's file that is smaller goes to every task as a whole
 * @param splitBytes about how much of a file one task reads at a time
 * @param partitions how many a join and a grouping have
 * @param ranges how many a sort has
 * @param forced the strategy of joining, if the planner is not to choose
 */
public record PlanOptions(
        long broadcastBytes,
        long splitBytes,
        int partitions,
        int ranges,
        Optional<JoinStrategy> forced) {
    /** Broadcast below 8 MB, splits of 4 MB, 16 partitions and ranges. */
    public static PlanOptions defaults() {
        return new PlanOptions(8_000_000, 4_000_000, 16, 16, Optional.empty());
    }

    /** The same with a strategy that is not to be chosen. */
    public PlanOptions with(JoinStrategy strategy) {
        return new PlanOptions(
                broadcastBytes, splitBytes, partitions, ranges, Optional.of(strategy));
    }
}
