package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Which columns a query groups by, and what may then stand in its rows. */
final class GroupBy {
    private final Scope scope;
    private final List<Integer> keys = new ArrayList<>();
    private final boolean isGrouped;

    /**
     * Of a query that groups, or not.
     *
     * @param nodes behind GROUP BY; null if there is none
     * @param hasAggregates whether anything else makes one row of many
     */
    GroupBy(Scope scope, List<SqlNode> nodes, boolean hasAggregates) {
        this.scope = scope;
        this.isGrouped = nodes != null || hasAggregates;
        if (nodes != null) {
            nodes.forEach(this::addKey);
        }
    }

    private void addKey(SqlNode node) {
        if (!(node instanceof SqlIdentifier name)) {
            throw scope.text().refuse(node, "GROUP BY takes names of columns");
        }
        int column = scope.resolve(name);
        if (!keys.contains(column)) {
            keys.add(column);
        }
    }

    /** The columns' numbers; empty if the query does not group at all. */
    Optional<List<Integer>> keys() {
        return isGrouped ? Optional.of(keys) : Optional.empty();
    }

    /**
     * Looks whether a row of the answer can have this.
     *
     * @throws SqlException for a column that has many values in a group
     */
    void check(Term term, SqlNode place) {
        // BEGIN SOLUTION
        if (isGrouped && !term.isAggregate() && !keys.contains(term.column())) {
            String problem = "%s has many values in a group: name it in GROUP BY or aggregate it";
            throw scope.text().refuse(place, problem.formatted(scope.name(term.column())));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }
}
