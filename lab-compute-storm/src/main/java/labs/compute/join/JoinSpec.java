package labs.compute.join;

import java.io.IOException;
import java.io.Serializable;
import labs.compute.table.ColumnBatch;

/**
 * What to join by.
 *
 * @param leftKey the index of the left table's key column
 * @param leftWidth how many columns the left table has
 */
public record JoinSpec(JoinType type, int leftKey, int leftWidth, int rightKey, int rightWidth)
        implements Serializable {
    /** How many columns its rows have. */
    public int width() {
        return type.hasRight() ? leftWidth + rightWidth : leftWidth;
    }

    /** Adds left rows, without those that cannot be in the result. */
    void addLeft(RowRange to, ColumnBatch rows, int from, int end) throws IOException {
        // BEGIN SOLUTION
        if (type.keepsUnmatchedLeft()) {
            to.accept(rows, from, end);
        } else {
            to.acceptKeyed(rows, leftKey, from, end);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Adds right rows, without those that match none. */
    void addRight(RowRange to, ColumnBatch rows, int from, int end) throws IOException {
        // BEGIN SOLUTION
        to.acceptKeyed(rows, rightKey, from, end);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }
}
