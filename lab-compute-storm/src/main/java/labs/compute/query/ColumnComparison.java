package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** Two columns: {@code a.amount < b.bound}. */
public record ColumnComparison(int left, Operator operator, int right) implements Formula {
    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        long[] lefts = rows.column(left);
        long[] rights = rows.column(right);
        for (int row = 0; row < rows.rows(); row++) {
            boolean isNull = lefts[row] == ColumnBatch.NULL || rights[row] == ColumnBatch.NULL;
            truth[row] = isNull ? Truth.UNKNOWN : operator.holds(lefts[row], rights[row]);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public IntStream columns() {
        return IntStream.of(left, right);
    }

    @Override
    public Formula renumbered(IntUnaryOperator number) {
        return new ColumnComparison(number.applyAsInt(left), operator, number.applyAsInt(right));
    }

    @Override
    public String text(List<Column> columns) {
        return columns.get(left).name() + " " + operator + " " + columns.get(right).name();
    }
}
