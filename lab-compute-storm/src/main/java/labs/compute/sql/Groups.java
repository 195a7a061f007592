package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import labs.compute.query.ColumnValue;
import labs.compute.query.Grouping;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.query.Value;

/**
 * How joined rows become groups, and which columns of a group's row stand for what. Keys and
 * arguments that are no columns are derived: computed for each joined row, and put behind it.
 */
final class Groups {
    private final List<Value> keys;
    private final List<AggregateValue> aggregates;
    private final Layout layout;
    private final List<Value> derived = new ArrayList<>();

    /** Each aggregate is computed once, however often it occurs. */
    Groups(List<Value> keys, List<Value> terms, Layout layout) {
        this.keys = keys;
        this.aggregates = terms.stream().flatMap(AggregateValue::in).distinct().toList();
        this.layout = layout;
    }

    Grouping grouping() {
        // BEGIN SOLUTION
        return new Grouping(
                keys.stream().map(this::column).toList(),
                aggregates.stream().map(this::aggregate).toList());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private Aggregate aggregate(AggregateValue value) {
        int column = value.argument() == null ? -1 : column(value.argument());
        return new Aggregate(value.function(), column, value.text());
    }

    private int column(Value value) {
        Value joined = value.renumbered(layout::joined);
        if (joined instanceof ColumnValue column) {
            return column.column();
        }
        if (!derived.contains(joined)) {
            derived.add(joined);
        }
        return layout.width() + derived.indexOf(joined);
    }

    // END SOLUTION
    /** What is computed for joined rows, once {@link #grouping} has asked for it. */
    List<Value> derived() {
        return derived;
    }

    /** The same of a group's row. */
    Value of(Value term) {
        // BEGIN SOLUTION
        int key = keys.indexOf(term);
        if (key >= 0) {
            return new ColumnValue(key, term.type(), term.text());
        }
        if (term instanceof AggregateValue aggregate) {
            int column = keys.size() + aggregates.indexOf(aggregate);
            return new ColumnValue(column, term.type(), term.text());
        }
        return term.with(term.parts().stream().map(this::of).toList());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }
}
