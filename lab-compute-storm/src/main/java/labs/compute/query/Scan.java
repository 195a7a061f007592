package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Table;

/**
 * The part of a table that a query needs.
 *
 * @param columns the table's columns that are looked at, in this order
 * @param filter on rows of those columns
 * @param width how many of the columns, from the first, are kept; the others are there for the
 *     filter alone, and need not travel
 */
public record Scan(Table table, List<Integer> columns, Condition filter, int width)
        implements Serializable {
    /** Keeps all of those columns. */
    public Scan(Table table, List<Integer> columns, Condition filter) {
        this(table, columns, filter, columns.size());
    }

    /** What is left of the table's own rows. */
    public ColumnBatch rows(ColumnBatch all) {
        int[] wanted = columns.stream().mapToInt(Integer::intValue).toArray();
        ColumnBatch kept = filter.apply(all.project(wanted));
        return width == wanted.length ? kept : kept.project(IntStream.range(0, width).toArray());
    }
}
