package labs.compute.join;

import java.io.IOException;
import labs.compute.table.ColumnBatch;

/** What is done with some rows of a batch. */
interface RowRange {
    /** Uses the rows {@code from … to - 1}. */
    void accept(ColumnBatch rows, int from, int to) throws IOException;

    /** Uses those of the rows {@code from … to - 1} whose key is not NULL. */
    default void acceptKeyed(ColumnBatch rows, int key, int from, int to) throws IOException {
        long[] keys = rows.column(key);
        int start = from;
        for (int row = from; row < to; row++) {
            if (keys[row] == ColumnBatch.NULL) {
                accept(rows, start, row);
                start = row + 1;
            }
        }
        accept(rows, start, to);
    }
}
