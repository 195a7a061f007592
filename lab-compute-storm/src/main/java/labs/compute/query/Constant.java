package labs.compute.query;

import java.util.Arrays;
import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;

/** The same for each row. */
public record Constant(long value, ColumnType type) implements Value {
    @Override
    public long[] evaluate(ColumnBatch rows) {
        long[] values = new long[rows.rows()];
        Arrays.fill(values, value);
        return values;
    }

    @Override
    public String text() {
        return type.format(value);
    }

    @Override
    public List<Value> parts() {
        return List.of();
    }

    @Override
    public Value with(List<Value> parts) {
        return this;
    }
}
