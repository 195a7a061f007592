package labs.compute.query;

import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;

/** A whole number as one with a point. */
public record ToDouble(Value whole) implements Value {
    /** The value itself if it has a point already. */
    public static Value of(Value value) {
        return value.type() == ColumnType.DOUBLE ? value : new ToDouble(value);
    }

    @Override
    public ColumnType type() {
        return ColumnType.DOUBLE;
    }

    @Override
    public long[] evaluate(ColumnBatch rows) {
        long[] from = whole.evaluate(rows);
        long[] to = new long[rows.rows()];
        for (int row = 0; row < to.length; row++) {
            boolean isNull = from[row] == ColumnBatch.NULL;
            to[row] = isNull ? ColumnBatch.NULL : Doubles.encode(from[row]);
        }
        return to;
    }

    @Override
    public String text() {
        return whole.text();
    }

    @Override
    public List<Value> parts() {
        return List.of(whole);
    }

    @Override
    public Value with(List<Value> parts) {
        return new ToDouble(parts.get(0));
    }
}
