package labs.compute.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import labs.compute.query.Formula;
import labs.compute.query.Scan;

/** Which columns go through the join, and where in its rows they stand: the left table's first. */
final class Layout {
    private final FromClause.Joined from;
    private final List<Integer> left;
    private final List<Integer> right;

    /**
     * Keeps what is needed.
     *
     * @param needed numbers of columns in the scope; those only filters of scans need are not
     */
    Layout(FromClause.Joined from, Collection<Integer> needed) {
        this.from = from;
        this.left = of(from.left(), needed);
        this.right = from.isJoin() ? of(from.right(), needed) : List.of();
    }

    /** One at least, so that rows without any that is needed can be counted. */
    private static List<Integer> of(Source source, Collection<Integer> needed) {
        List<Integer> kept = needed.stream().filter(source::has).distinct().sorted().toList();
        return kept.isEmpty() ? List.of(source.start()) : kept;
    }

    Scan left(List<Formula> filters) {
        return scan(from.left(), left, filters);
    }

    /** Null if there is one table only. */
    Scan right(List<Formula> filters) {
        return from.isJoin() ? scan(from.right(), right, filters) : null;
    }

    private static Scan scan(Source source, List<Integer> kept, List<Formula> filters) {
        // BEGIN SOLUTION
        var columns = new ArrayList<>(kept);
        filters.stream()
                .flatMapToInt(Formula::columns)
                .filter(column -> !kept.contains(column))
                .distinct()
                .forEach(columns::add);
        List<Formula> renumbered =
                filters.stream().map(filter -> filter.renumbered(columns::indexOf)).toList();
        return new Scan(
                source.table(),
                columns.stream().map(column -> column - source.start()).toList(),
                Formula.all(renumbered),
                kept.size());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** How many columns of the left table there are. */
    int leftWidth() {
        return left.size();
    }

    int rightWidth() {
        return right.size();
    }

    /** Of a joined row. */
    int width() {
        return left.size() + right.size();
    }

    /** Where in a joined row a column stands. */
    int joined(int column) {
        // BEGIN SOLUTION
        int inLeft = left.indexOf(column);
        return inLeft >= 0 ? inLeft : left.size() + right.indexOf(column);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }
}
