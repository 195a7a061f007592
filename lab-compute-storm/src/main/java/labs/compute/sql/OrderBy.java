package labs.compute.sql;

import java.util.List;
import labs.compute.query.Value;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** What stands behind ORDER BY. NULLs come last unless the query says otherwise. */
final class OrderBy {
    private final Scope scope;
    private final List<SelectList.Item> items;
    private final Terms terms;

    OrderBy(Scope scope, List<SelectList.Item> items) {
        this.scope = scope;
        this.items = items;
        this.terms = new Terms(scope);
    }

    /** Something to sort by. */
    record Key(Value term, boolean isDescending, boolean nullsFirst, SqlNode place) {}

    List<Key> of(List<SqlNode> nodes) {
        return nodes.stream().map(this::key).toList();
    }

    private Key key(SqlNode node) {
        // BEGIN SOLUTION
        return switch (node.getKind()) {
            case NULLS_FIRST -> with(node, false, true);
            case NULLS_LAST -> with(node, false, false);
            case DESCENDING -> with(node, true, false);
            default -> new Key(term(node), false, false, node);
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private Key with(SqlNode node, boolean isDescending, boolean nullsFirst) {
        Key inner = key(((SqlCall) node).operand(0));
        return new Key(
                inner.term(),
                inner.isDescending() || isDescending,
                inner.nullsFirst() || nullsFirst,
                inner.place());
    }

    private Value term(SqlNode node) {
        if (node instanceof SqlNumericLiteral) {
            return SelectList.at(items, node, scope.text()).term();
        }
        if (node instanceof SqlIdentifier name && name.isSimple()) {
            List<Value> named =
                    SelectList.named(items, name.getSimple())
                            .map(SelectList.Item::term)
                            .distinct()
                            .toList();
            if (named.size() > 1) {
                String problem = "%s is ambiguous: %d columns of the answer are called so";
                throw scope.text().refuse(node, problem.formatted(name, named.size()));
            }
            return named.isEmpty() ? terms.of(name) : named.get(0);
        }
        return terms.of(node);
    }
    // END SOLUTION
}
