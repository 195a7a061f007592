package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** What stands behind SELECT: the columns of the answer. */
final class SelectList {
    private final Scope scope;
    private final Terms terms;

    SelectList(Scope scope) {
        this.scope = scope;
        this.terms = new Terms(scope);
    }

    /**
     * A column of the answer.
     *
     * @param place where it stands in the query
     */
    record Item(String name, Term term, SqlNode place) {}

    /** The columns, with stars written out. */
    List<Item> of(List<SqlNode> nodes) {
        var items = new ArrayList<Item>();
        for (SqlNode node : nodes) {
            if (node instanceof SqlIdentifier name && name.isStar()) {
                items.addAll(star(name));
            } else {
                items.add(item(node));
            }
        }
        return items;
    }

    private List<Item> star(SqlIdentifier star) {
        List<Source> sources =
                star.names.size() == 1
                        ? List.of(scope.left(), scope.right())
                        : List.of(scope.source(star));
        return sources.stream()
                .flatMap(s -> IntStream.range(s.start(), s.start() + s.width()).boxed())
                .map(column -> new Item(scope.plainName(column), Term.column(column), star))
                .toList();
    }

    private Item item(SqlNode node) {
        if (node.getKind() == SqlKind.AS && node instanceof SqlCall as) {
            SqlIdentifier alias = as.operand(1);
            return new Item(alias.getSimple(), terms.of(as.operand(0)), as.operand(0));
        }
        Term term = terms.of(node);
        return new Item(term.plainName(scope), term, node);
    }

    /** Items of that name. */
    static Stream<Item> named(List<Item> items, String name) {
        return items.stream().filter(item -> item.name().equals(name));
    }
}
