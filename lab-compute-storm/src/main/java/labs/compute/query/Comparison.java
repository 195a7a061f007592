package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.Column;
import labs.compute.table.ColumnBatch;

/** A column with a value that is not NULL: {@code amount >= 10}. */
public record Comparison(int column, Operator operator, long value) implements Formula {
    @Override
    public void evaluate(ColumnBatch rows, byte[] truth) {
        // BEGIN SOLUTION
        long[] values = rows.column(column);
        for (int row = 0; row < rows.rows(); row++) {
            boolean isNull = values[row] == ColumnBatch.NULL;
            truth[row] = isNull ? Truth.UNKNOWN : operator.holds(values[row], value);
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
        return new Comparison(number.applyAsInt(column), operator, value);
    }

    @Override
    public String text(List<Column> columns) {
        Column named = columns.get(column);
        return named.name() + " " + operator + " " + named.type().format(value);
    }
}
