package labs.compute.query;

import java.io.Serializable;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;

/** What a query computes for each row. Immutable. Evaluated a batch at a time. */
public interface Value extends Serializable {
    ColumnType type();

    /**
     * The value of each row; the array may be longer than the rows, and is only to look at.
     *
     * @throws ArithmeticException if there is none; the message says of what, and why
     */
    long[] evaluate(ColumnBatch rows);

    /** As people read it. */
    String text();

    /** What it is computed of. */
    List<Value> parts();

    /** The same of other parts, of which there are as many. */
    Value with(List<Value> parts);

    /** The columns it looks at; one may occur twice. */
    default IntStream columns() {
        return parts().stream().flatMapToInt(Value::columns);
    }

    /** The same about other columns: {@code number} says which one takes the place of each. */
    default Value renumbered(IntUnaryOperator number) {
        return with(parts().stream().map(part -> part.renumbered(number)).toList());
    }
}
