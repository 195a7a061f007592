package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinStrategy;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/**
 * What a query does, in the order in which it is done: both scans, the join, {@link #where}, the
 * grouping if there is one, the projection to {@link #output}, the order, and the page that was
 * asked for.
 *
 * @param left its rows have {@code join.leftWidth()} columns
 * @param right its rows have {@code join.rightWidth()} columns
 * @param where on joined rows
 * @param groups how joined rows are grouped, or null
 * @param output the columns of a joined row, or of a group's, that a final row has
 * @param columns names and types of the final row's columns
 * @param shown how many of them, from the first, are the answer; the others are there to sort by
 * @param order of final rows
 * @param limit how many rows at most; Long.MAX_VALUE for all
 */
public record Plan(
        Scan left,
        Scan right,
        JoinSpec join,
        JoinStrategy strategy,
        Condition where,
        Grouping groups,
        List<Integer> output,
        List<Column> columns,
        int shown,
        SortOrder order,
        long offset,
        long limit)
        implements Serializable {

    public Optional<Grouping> grouping() {
        return Optional.ofNullable(groups);
    }

    /** Joined rows that the query keeps. */
    public ColumnBatch kept(ColumnBatch joined) {
        return where.apply(joined);
    }

    /** Final rows, of joined rows or of groups. */
    public ColumnBatch projected(ColumnBatch rows) {
        return rows.project(output.stream().mapToInt(Integer::intValue).toArray());
    }
}
