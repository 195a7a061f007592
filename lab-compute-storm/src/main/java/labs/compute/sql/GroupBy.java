package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.query.ColumnValue;
import labs.compute.query.Value;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** What a query groups by, and what may then stand in its rows. */
final class GroupBy {
    private final SqlText text;
    private final List<SelectList.Item> items;
    private final Scope scope;
    private final List<Value> keys = new ArrayList<>();
    private final boolean isGrouped;

    /**
     * Of a query that groups, or not.
     *
     * @param nodes behind GROUP BY; null if there is none
     * @param hasAggregates whether anything else makes one row of many
     */
    GroupBy(Scope scope, List<SelectList.Item> items, List<SqlNode> nodes, boolean hasAggregates) {
        this.scope = scope;
        this.text = scope.text();
        this.items = items;
        this.isGrouped = nodes != null || hasAggregates;
        if (nodes != null) {
            nodes.forEach(this::addKey);
        }
    }

    private void addKey(SqlNode node) {
        Value key = key(node);
        if (AggregateValue.in(key).findAny().isPresent()) {
            throw text.refuse(node, key.text() + " is of a whole group: nothing to group by");
        }
        if (!keys.contains(key)) {
            keys.add(key);
        }
    }

    /** A position in the answer, a column, the name of one in the answer, or an expression. */
    private Value key(SqlNode node) {
        // BEGIN SOLUTION
        if (node instanceof SqlNumericLiteral) {
            return SelectList.at(items, node, text).term();
        }
        if (node instanceof SqlIdentifier name && name.isSimple() && !scope.has(name.getSimple())) {
            List<Value> named =
                    SelectList.named(items, name.getSimple())
                            .map(SelectList.Item::term)
                            .distinct()
                            .toList();
            if (named.size() == 1) {
                return named.get(0);
            }
        }
        return new Terms(scope).of(node);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** The keys; empty if the query does not group at all. */
    Optional<List<Value>> keys() {
        return isGrouped ? Optional.of(keys) : Optional.empty();
    }

    /**
     * Looks whether a row of the answer can have this.
     *
     * @throws SqlException for a column that has many values in a group
     */
    void check(Value term, SqlNode place) {
        // BEGIN SOLUTION
        if (!isGrouped || keys.contains(term) || term instanceof AggregateValue) {
            return;
        }
        if (term instanceof ColumnValue) {
            String problem = "%s has many values in a group: name it in GROUP BY or aggregate it";
            throw text.refuse(place, problem.formatted(term.text()));
        }
        term.parts().forEach(part -> check(part, place));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }
}
