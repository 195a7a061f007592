package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** Whether a column is NULL: the one question to which NULL has an answer. */
public record IsNull(int column) implements Formula {
    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        long[] values = rows.column(column);
        for (int row = 0; row < rows.rows(); row++) {
            truth[row] = Truth.of(values[row] == ColumnBatch.NULL);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public IntStream columns() {
        return IntStream.of(column);
    }

    @Override
    public Formula renumbered(IntUnaryOperator number) {
        return new IsNull(number.applyAsInt(column));
    }

    @Override
    public String text(List<Column> columns) {
        return columns.get(column).name() + " IS NULL";
    }
}
