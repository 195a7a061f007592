package labs.compute.query;

import java.io.Serializable;
import java.util.List;

/**
 * One row for each combination of the keys' values: the keys, then the aggregates. Without keys it
 * is one row, also of nothing.
 *
 * @param keys columns of a joined row
 */
public record Grouping(List<Integer> keys, List<Aggregate> aggregates) implements Serializable {
    /** What an aggregate computes; all but COUNT leave NULLs out, and are NULL of nothing. */
    public enum Function {
        /** How many rows; of a column, how many that are not NULL. */
        COUNT,
        SUM,
        MIN,
        MAX
    }

    /**
     * @param column of a joined row, or -1 for COUNT(*)
     */
    public record Aggregate(Function function, int column) implements Serializable {}

    /** How many columns its rows have. */
    public int width() {
        return keys.size() + aggregates.size();
    }
}
