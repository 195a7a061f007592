package labs.compute.join;

import java.io.IOException;
import labs.compute.table.ColumnBatch;

/**
 * Makes joined rows of pairs of row numbers. The pairs are collected and then copied column by
 * column: one column of one table at a time stays in the processor's cache, and the inner loop has
 * nothing to decide. Not thread-safe.
 */
final class JoinedRows {
    /** Instead of a row's number: NULLs. */
    static final int NO_ROW = -1;

    private static final int PAIRS = 4096;
    private static final int BATCH_ROWS = 8 * PAIRS;

    private final JoinSpec spec;
    private final Join.Sink sink;
    private final int[] leftRows = new int[PAIRS];
    private final int[] rightRows = new int[PAIRS];
    private int pairs;
    private ColumnBatch left;
    private ColumnBatch right;
    private ColumnBatch joined;

    JoinedRows(JoinSpec spec, Join.Sink sink) {
        this.spec = spec;
        this.sink = sink;
        this.joined = empty(0);
    }

    /** Says which batches the row numbers are of from now on. */
    void of(ColumnBatch newLeft, ColumnBatch newRight) throws IOException {
        if (left != newLeft || right != newRight) {
            gather();
            left = newLeft;
            right = newRight;
        }
    }

    /** Says of which batch the left row numbers are from now on. */
    void ofLeft(ColumnBatch newLeft) throws IOException {
        of(newLeft, right);
    }

    /** Says of which batch the right row numbers are from now on. */
    void ofRight(ColumnBatch newRight) throws IOException {
        of(left, newRight);
    }

    /**
     * Adds a joined row.
     *
     * @param leftRow or, in a FULL join, {@link #NO_ROW}
     * @param rightRow or {@link #NO_ROW}
     */
    void add(int leftRow, int rightRow) throws IOException {
        if (pairs == PAIRS) {
            gather();
        }
        leftRows[pairs] = leftRow;
        rightRows[pairs++] = rightRow;
    }

    private void gather() throws IOException {
        if (pairs == 0) {
            return;
        }
        int at = joined.rows();
        joined.reserve(pairs);
        for (int c = 0; c < joined.width(); c++) {
            if (joined.column(c) != null) {
                gather(c, at);
            }
        }
        joined.setRows(at + pairs);
        pairs = 0;
        if (joined.rows() > BATCH_ROWS - PAIRS) {
            handOn();
        }
    }

    private void gather(int column, int at) {
        boolean isLeft = column < spec.leftWidth();
        ColumnBatch from = isLeft ? left : right;
        int[] rows = isLeft ? leftRows : rightRows;
        int number = isLeft ? column : column - spec.leftWidth();
        if (isLeft ? spec.type() != JoinType.FULL : spec.type() == JoinType.INNER) {
            copy(from.column(number), rows, joined.column(column), at);
        } else {
            copyOrNull(from, number, rows, joined.column(column), at);
        }
    }

    private ColumnBatch empty(int capacity) {
        long[][] columns = new long[spec.width()][];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = spec.unused().contains(c) ? null : new long[capacity];
        }
        return new ColumnBatch(columns, 0);
    }

    private void copy(long[] from, int[] rows, long[] to, int at) {
        for (int i = 0; i < pairs; i++) {
            to[at + i] = from[rows[i]];
        }
    }

    private void copyOrNull(ColumnBatch batch, int column, int[] rows, long[] to, int at) {
        long[] from = batch == null ? null : batch.column(column);
        for (int i = 0; i < pairs; i++) {
            int row = rows[i];
            to[at + i] = row == NO_ROW ? ColumnBatch.NULL : from[row];
        }
    }

    /** Hands on what there is. */
    void flush() throws IOException {
        gather();
        if (joined.rows() > 0) {
            handOn();
        }
    }

    private void handOn() throws IOException {
        ColumnBatch full = joined;
        joined = empty(BATCH_ROWS);
        sink.accept(full);
    }
}
