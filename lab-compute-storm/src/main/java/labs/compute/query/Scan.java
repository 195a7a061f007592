package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Table;

/**
 * The part of a table that a query needs.
 *
 * @param columns the table's columns that are kept, in this order
 * @param filter on rows of those columns
 */
public record Scan(Table table, List<Integer> columns, Condition filter) implements Serializable {
    /** What is left of the table's own rows. */
    public ColumnBatch rows(ColumnBatch all) {
        int[] kept = columns.stream().mapToInt(Integer::intValue).toArray();
        return filter.apply(all.project(kept));
    }
}
