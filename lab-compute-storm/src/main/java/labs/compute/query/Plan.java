package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;

/**
 * What a query does, in the order in which it is done: its SELECTs, of which there are several if
 * UNION ALL stands between them, the order of their rows, and the page that was asked for.
 *
 * @param columns names and types of the final rows' columns
 * @param shown how many of them, from the first, are the answer; the others are there to sort by
 * @param order of final rows
 * @param limit how many rows at most; Long.MAX_VALUE for all
 */
public record Plan(
        List<Select> selects,
        List<Column> columns,
        int shown,
        SortOrder order,
        long offset,
        long limit)
        implements Serializable {
    public Plan {
        selects = List.copyOf(selects);
    }

    /** Whether some of its rows are groups. */
    public boolean isGrouped() {
        return selects.stream().anyMatch(select -> select.grouping().isPresent());
    }
}
