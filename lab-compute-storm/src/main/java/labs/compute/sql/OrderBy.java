package labs.compute.sql;

import java.util.List;
import java.util.function.Function;
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

    /**
     * Something to sort by.
     *
     * @param <T> how that is given: as a value, or as the number of a column
     */
    record Key<T>(T term, boolean isDescending, boolean nullsFirst, SqlNode place) {}

    List<Key<Value>> of(List<SqlNode> nodes) {
        // BEGIN SOLUTION
        return nodes.stream().map(node -> key(node, this::term)).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /**
     * What a node of ORDER BY says, with {@code term} for what stands before its DESC and NULLS.
     */
    static <T> Key<T> key(SqlNode node, Function<SqlNode, T> term) {
        // BEGIN SOLUTION
        return switch (node.getKind()) {
            case NULLS_FIRST -> with(node, term, false, true);
            case NULLS_LAST -> with(node, term, false, false);
            case DESCENDING -> with(node, term, true, false);
            default -> new Key<>(term.apply(node), false, false, node);
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private static <T> Key<T> with(
            SqlNode node, Function<SqlNode, T> term, boolean isDescending, boolean nullsFirst) {
        Key<T> inner = key(((SqlCall) node).operand(0), term);
        return new Key<>(
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
