package labs.compute.join;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import labs.compute.table.ColumnBatch;

/**
 * What to join by.
 *
 * @param leftKey the index of the left table's key column
 * @param leftWidth how many columns the left table has
 * @param also what has to be equal besides the keys
 */
public record JoinSpec(
        JoinType type,
        int leftKey,
        int leftWidth,
        int rightKey,
        int rightWidth,
        List<Equality> also)
        implements Serializable {
    /** Equal keys are enough. */
    public JoinSpec(JoinType type, int leftKey, int leftWidth, int rightKey, int rightWidth) {
        this(type, leftKey, leftWidth, rightKey, rightWidth, List.of());
    }

    /** A column of either table. */
    public record Equality(int left, int right) implements Serializable {}

    /** Whether two rows with equal keys are equal in what else has to be. */
    boolean agree(ColumnBatch left, int row, ColumnBatch right, int match) {
        // BEGIN SOLUTION
        for (int i = 0; i < also.size(); i++) {
            Equality equality = also.get(i);
            long value = left.column(equality.left)[row];
            if (value == ColumnBatch.NULL || value != right.column(equality.right)[match]) {
                return false;
            }
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

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

    /** Adds right rows, without those that cannot be in the result. */
    void addRight(RowRange to, ColumnBatch rows, int from, int end) throws IOException {
        // BEGIN SOLUTION
        if (type == JoinType.FULL) {
            to.accept(rows, from, end);
        } else {
            to.acceptKeyed(rows, rightKey, from, end);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }
}
