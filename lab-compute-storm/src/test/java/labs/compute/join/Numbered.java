package labs.compute.join;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;

/** Tables whose rows are known by their number. */
final class Numbered {
    private Numbered() {}

    /** Keys from {@code first} on, each once, and a column of ten times the key. */
    static ColumnBatch table(int first, int rows) {
        long[][] columns = new long[2][rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = (long) first + row;
            columns[1][row] = 10L * (first + row);
        }
        return new ColumnBatch(columns, rows);
    }

    /** One key in all rows, and a column of their numbers. */
    static ColumnBatch same(long key, int rows) {
        ColumnBatch table = table(0, rows);
        Arrays.fill(table.column(0), key);
        return table;
    }
}
