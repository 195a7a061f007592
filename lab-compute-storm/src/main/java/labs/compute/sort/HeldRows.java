package labs.compute.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.PartitionedRows;
import labs.compute.table.Partitions;

/**
 * Rows in memory by range, as they came: a batch is kept whole, and a range's rows are picked out
 * of all batches when somebody needs them. So adding rows costs nothing. Not thread-safe.
 */
final class HeldRows {
    /** Takes the rows {@code from … to - 1} of a batch. */
    interface Visitor {
        void visit(ColumnBatch rows, int from, int to) throws IOException;
    }

    private final List<PartitionedRows> held = new ArrayList<>();
    private long bytes;

    /** One range's rows. */
    static Partitions only(int range, ColumnBatch rows, int ranges) {
        int[] starts = new int[ranges + 1];
        Arrays.fill(starts, range + 1, ranges + 1, rows.rows());
        return new Partitions(rows, starts);
    }

    void add(PartitionedRows rows) {
        held.add(rows);
        bytes += rows.bytes();
    }

    /** Shows the rows of a range, a piece of each batch. */
    void visit(int range, Visitor visitor) throws IOException {
        for (PartitionedRows rows : held) {
            if (rows.size(range) > 0) {
                visit(rows, range, visitor);
            }
        }
    }

    private static void visit(PartitionedRows rows, int range, Visitor visitor) throws IOException {
        if (rows instanceof Partitions columns) {
            visitor.visit(columns.rows(), rows.starts()[range], rows.starts()[range + 1]);
        } else {
            visitor.visit(rows.batch(range), 0, rows.size(range));
        }
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    void clear() {
        held.clear();
        bytes = 0;
    }
}
