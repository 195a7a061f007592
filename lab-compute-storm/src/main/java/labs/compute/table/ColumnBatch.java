package labs.compute.table;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Some rows of a table, column by column; all values are 64-bit integers. Not thread-safe, and
 * handed on whole: whoever gets one may keep it, whoever gave it away must not touch it any more.
 */
public final class ColumnBatch implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    /** Stands for no value. No text is read as this number. */
    public static final long NULL = Long.MIN_VALUE;

    private final long[][] columns;
    private int rows;

    /** An empty one with room for so many rows before it grows. */
    public ColumnBatch(int columns, int capacity) {
        this(new long[columns][capacity], 0);
    }

    /**
     * These rows; the arrays are not copied, and may be longer than the rows. One may be null if
     * nobody will look at its column: it stays null whatever is done with the rows.
     */
    public ColumnBatch(long[][] columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return columns.length;
    }

    /** The values of a column; those from {@link #rows} on mean nothing. */
    public long[] column(int index) {
        return columns[index];
    }

    /** Makes room for so many more rows. */
    public void reserve(int more) {
        int needed = Math.addExact(rows, more);
        for (int c = 0; c < columns.length; c++) {
            if (columns[c] != null && needed > columns[c].length) {
                int larger = columns[c].length + (columns[c].length >> 1) + 16;
                columns[c] = Arrays.copyOf(columns[c], Math.max(needed, larger));
            }
        }
    }

    /** Says how many rows there are, after they were written into the columns. */
    public void setRows(int count) {
        rows = count;
    }

    /** Appends the rows {@code from … to - 1} of another. */
    public void append(ColumnBatch other, int from, int to) {
        reserve(to - from);
        for (int c = 0; c < columns.length; c++) {
            if (columns[c] != null) {
                System.arraycopy(other.columns[c], from, columns[c], rows, to - from);
            }
        }
        rows += to - from;
    }

    /** Those rows, in that order. */
    public ColumnBatch gather(int[] rows, int count) {
        long[][] gathered = new long[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            gathered[c] = columns[c] == null ? null : gather(columns[c], rows, count);
        }
        return new ColumnBatch(gathered, count);
    }

    private static long[] gather(long[] from, int[] rows, int count) {
        long[] to = new long[count];
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
        return to;
    }

    /** Those columns, in that order; the arrays are shared. */
    public ColumnBatch project(int... wanted) {
        long[][] projected = new long[wanted.length][];
        for (int i = 0; i < wanted.length; i++) {
            projected[i] = columns[wanted[i]];
        }
        return new ColumnBatch(projected, rows);
    }

    /** How many bytes its values take. */
    public long bytes() {
        return (long) rows * columns.length * Long.BYTES;
    }
}
