package labs.compute.query;

import java.io.Serializable;
import java.util.stream.IntStream;
import labs.compute.table.ColumnBatch;

/** Which rows to keep: those for which it is true, not those for which it is false or unknown. */
public interface Condition extends Serializable {
    /** Keeps all. */
    static Condition none() {
        return Always.INSTANCE;
    }

    /**
     * Writes the numbers of the rows to keep into {@code kept}, ascending, and says how many.
     *
     * @param kept as long as there are rows
     */
    int select(ColumnBatch rows, int[] kept);

    /** The columns it looks at; one may occur twice. */
    IntStream columns();

    /** The rows to keep. */
    default ColumnBatch apply(ColumnBatch rows) {
        int[] kept = new int[rows.rows()];
        int count = select(rows, kept);
        return count == rows.rows() ? rows : rows.gather(kept, count);
    }

    /** {@link #none}. */
    record Always() implements Condition {
        // Not a constant of the interface: two threads that meet both classes for the first time
        // would wait for each other.
        private static final Condition INSTANCE = new Always();

        @Override
        public IntStream columns() {
            return IntStream.empty();
        }

        @Override
        public int select(ColumnBatch rows, int[] kept) {
            for (int row = 0; row < rows.rows(); row++) {
                kept[row] = row;
            }
            return rows.rows();
        }

        @Override
        public ColumnBatch apply(ColumnBatch rows) {
            return rows;
        }

        @Override
        public String toString() {
            return "true";
        }
    }
}
