package labs.compute.join;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import labs.compute.table.ColumnBatch;

/**
 * What to join by.
 *
 * @param leftKey the index of the left table's key column
 * @param leftWidth how many columns the left table has
 * @param also what has to be equal besides the keys
 * @param unused columns of a joined row at which nobody will look: it comes without them
 */
public record JoinSpec(
        JoinType type,
        int leftKey,
        int leftWidth,
        int rightKey,
        int rightWidth,
        List<Equality> also,
        Set<Integer> unused)
        implements Serializable {
    /** Joined rows with all columns. */
    public JoinSpec(
            JoinType type,
            int leftKey,
            int leftWidth,
            int rightKey,
            int rightWidth,
            List<Equality> also) {
        this(type, leftKey, leftWidth, rightKey, rightWidth, also, Set.of());
    }

    /** Equal keys are enough. */
    public JoinSpec(JoinType type, int leftKey, int leftWidth, int rightKey, int rightWidth) {
        this(type, leftKey, leftWidth, rightKey, rightWidth, List.of());
    }

    /** The same join, whose rows come without those columns. */
    public JoinSpec without(Set<Integer> columns) {
        return new JoinSpec(type, leftKey, leftWidth, rightKey, rightWidth, also, columns);
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
