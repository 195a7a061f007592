package labs.compute.sql;

import java.util.List;
import java.util.stream.Stream;
import labs.compute.query.Grouping.Function;
import labs.compute.query.Value;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;

/**
 * An aggregate while a query is planned: in a plan its place is taken by a column of the groups.
 *
 * @param argument null for COUNT(*)
 */
record AggregateValue(Function function, Value argument) implements Value {
    @Override
    public ColumnType type() {
        return switch (function) {
            case COUNT, COUNT_DISTINCT, SUM -> ColumnType.BIGINT;
            case AVG -> ColumnType.DOUBLE;
            case MIN, MAX -> argument.type();
        };
    }

    @Override
    public long[] evaluate(ColumnBatch rows) {
        throw new IllegalStateException("no row has " + text());
    }

    @Override
    public String text() {
        return function.of(argument == null ? "*" : argument.text());
    }

    @Override
    public List<Value> parts() {
        return argument == null ? List.of() : List.of(argument);
    }

    @Override
    public Value with(List<Value> parts) {
        return new AggregateValue(function, argument == null ? null : parts.get(0));
    }

    /** Those in a value, in the order in which they stand there. */
    static Stream<AggregateValue> in(Value value) {
        return value instanceof AggregateValue aggregate
                ? Stream.of(aggregate)
                : value.parts().stream().flatMap(AggregateValue::in);
    }
}
