package labs.compute.query;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinStrategy;
import labs.compute.table.ColumnBatch;

/**
 * One SELECT: its scans, the join, {@link #where}, the values that are derived, the grouping if
 * there is one, {@link #output}, {@link #having}, in this order.
 *
 * @param left its rows have {@code join.leftWidth()} columns
 * @param right its rows have {@code join.rightWidth()} columns; null if there is one table only, as
 *     are {@code join} and {@code strategy}
 * @param where on joined rows
 * @param derived computed for each joined row that is kept, and put behind its columns
 * @param groups how joined rows are grouped, or null
 * @param output the columns of a final row, of those of a joined row, or of a group's
 * @param having on final rows
 * @param width how many of the output's columns are left behind that
 */
public record Select(
        Scan left,
        Scan right,
        JoinSpec join,
        JoinStrategy strategy,
        Condition where,
        List<Value> derived,
        Grouping groups,
        List<Value> output,
        Condition having,
        int width)
        implements Serializable {
    /** A join of which all rows are wanted, grouped if {@code groups} is not null. */
    public Select(
            Scan left,
            Scan right,
            JoinSpec join,
            JoinStrategy strategy,
            Grouping groups,
            List<Value> output) {
        this(
                left,
                right,
                join,
                strategy,
                Condition.none(),
                List.of(),
                groups,
                output,
                Condition.none(),
                output.size());
    }

    /** The same with another output, and another condition on it. */
    public Select with(List<Value> otherOutput, Condition otherHaving) {
        return new Select(
                left,
                right,
                join,
                strategy,
                where,
                derived,
                groups,
                otherOutput,
                otherHaving,
                width);
    }

    public Optional<Grouping> grouping() {
        return Optional.ofNullable(groups);
    }

    /** Whether there are two tables. */
    public boolean isJoin() {
        return right != null;
    }

    /** The scans: one, or two. */
    public List<Scan> scans() {
        return isJoin() ? List.of(left, right) : List.of(left);
    }

    /** The join, without the columns that only it looks at. */
    public JoinSpec trimmedJoin() {
        Set<Integer> unused =
                IntStream.range(0, join.width())
                        .boxed()
                        .collect(Collectors.toCollection(HashSet::new));
        where.columns().forEach(unused::remove);
        Stream.concat(derived.stream(), groups == null ? output.stream() : Stream.empty())
                .flatMapToInt(Value::columns)
                .forEach(unused::remove);
        if (groups != null) {
            groups.keys().forEach(unused::remove);
            groups.aggregates().forEach(aggregate -> unused.remove(aggregate.column()));
        }
        return join.without(unused);
    }

    /** Joined rows that the query keeps, with what is derived of them. */
    public ColumnBatch kept(ColumnBatch joined) {
        ColumnBatch kept = where.apply(joined);
        if (derived.isEmpty()) {
            return kept;
        }
        Stream<long[]> columns = IntStream.range(0, kept.width()).mapToObj(kept::column);
        Stream<long[]> more = derived.stream().map(value -> value.evaluate(kept));
        return new ColumnBatch(Stream.concat(columns, more).toArray(long[][]::new), kept.rows());
    }

    /** Final rows, of joined rows or of groups. */
    public ColumnBatch finals(ColumnBatch rows) {
        long[][] columns =
                output.stream().map(value -> value.evaluate(rows)).toArray(long[][]::new);
        ColumnBatch kept = having.apply(new ColumnBatch(columns, rows.rows()));
        return width == columns.length ? kept : kept.project(IntStream.range(0, width).toArray());
    }
}
