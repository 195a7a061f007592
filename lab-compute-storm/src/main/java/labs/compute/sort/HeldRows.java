package labs.compute.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import labs.compute.table.ColumnBatch;
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

    private final List<Partitions> held = new ArrayList<>();
    private long bytes;

    /** What it would take to keep them; arrays may be longer than their rows. */
    static long bytes(Partitions rows) {
        long columns = (long) rows.rows().width() * rows.rows().column(0).length * Long.BYTES;
        return columns + (long) rows.starts().length * Integer.BYTES;
    }

    /** One range's rows. */
    static Partitions only(int range, ColumnBatch rows, int ranges) {
        int[] starts = new int[ranges + 1];
        Arrays.fill(starts, range + 1, ranges + 1, rows.rows());
        return new Partitions(rows, starts);
    }

    void add(Partitions rows) {
        held.add(rows);
        bytes += bytes(rows);
    }

    /** Shows the rows of a range, a piece of each batch. */
    void visit(int range, Visitor visitor) throws IOException {
        for (Partitions rows : held) {
            int from = rows.starts()[range];
            int to = rows.starts()[range + 1];
            if (from < to) {
                visitor.visit(rows.rows(), from, to);
            }
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
