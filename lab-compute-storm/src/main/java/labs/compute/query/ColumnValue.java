package labs.compute.query;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;

/**
 * A column of a row.
 *
 * @param text its name, for people
 */
public record ColumnValue(int column, ColumnType type, String text) implements Value {
    @Override
    public long[] evaluate(ColumnBatch rows) {
        return rows.column(column);
    }

    @Override
    public List<Value> parts() {
        return List.of();
    }

    @Override
    public Value with(List<Value> parts) {
        return this;
    }

    @Override
    public IntStream columns() {
        return IntStream.of(column);
    }

    @Override
    public Value renumbered(IntUnaryOperator number) {
        return new ColumnValue(number.applyAsInt(column), type, text);
    }
}
