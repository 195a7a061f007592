package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/**
 * A condition as SQL writes it. To compare with NULL is neither true nor false but unknown; a row
 * is kept only if the whole is true. Evaluated column by column, a batch at a time.
 */
public sealed interface Formula extends Condition
        permits And, ColumnComparison, Comparison, InList, IsNull, Not, Or {
    /**
     * Writes the truth value of each row.
     *
     * @param truth as long as there are rows, or longer
     */
    void evaluate(ColumnBatch rows, byte[] truth);

    /** The same about other columns: {@code number} says which one takes the place of each. */
    Formula renumbered(IntUnaryOperator number);

    /** As people read it. */
    String text(List<Column> columns);

    @Override
    default int select(ColumnBatch rows, int[] kept) {
        // BEGIN SOLUTION
        byte[] truth = new byte[rows.rows()];
        evaluate(rows, truth);
        int count = 0;
        for (int row = 0; row < truth.length; row++) {
            kept[count] = row;
            count += truth[row] == Truth.TRUE ? 1 : 0;
        }
        return count;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** All of them: {@link Condition#none} if there are none. */
    static Condition all(List<Formula> formulas) {
        return switch (formulas.size()) {
            case 0 -> Condition.none();
            case 1 -> formulas.get(0);
            default -> new And(formulas);
        };
    }
}
