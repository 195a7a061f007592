package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import labs.compute.query.ColumnValue;
import labs.compute.query.Value;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** What stands behind SELECT: the columns of the answer. */
final class SelectList {
    private static final Pattern TABLE =
            Pattern.compile("\\b[a-z_]\\w*\\.", Pattern.CASE_INSENSITIVE);

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
    record Item(String name, Value term, SqlNode place) {}

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
                star.names.size() == 1 ? scope.sources() : List.of(scope.source(star));
        return sources.stream()
                .flatMap(s -> IntStream.range(s.start(), s.start() + s.width()).boxed())
                .map(column -> new Item(scope.plainName(column), column(column), star))
                .toList();
    }

    private Value column(int number) {
        return new ColumnValue(number, scope.type(number), scope.name(number));
    }

    private Item item(SqlNode node) {
        if (node.getKind() == SqlKind.AS && node instanceof SqlCall as) {
            SqlIdentifier alias = as.operand(1);
            return new Item(alias.getSimple(), terms.of(as.operand(0)), as.operand(0));
        }
        Value term = terms.of(node);
        return new Item(nameOf(term), term, node);
    }

    /** As a column of a result is called: {@code amount}, {@code sum(amount)}. */
    static String nameOf(Value term) {
        String plain = TABLE.matcher(term.text()).replaceAll("").toLowerCase(Locale.ROOT);
        return plain.startsWith("(") ? plain.substring(1, plain.length() - 1) : plain;
    }

    /**
     * The item at a position.
     *
     * @throws SqlException if there is none
     */
    static Item at(List<Item> items, SqlNode node, SqlText text) {
        long position = new Literals(text).count(node, "a position");
        if (position < 1 || position > items.size()) {
            String problem = "there is no column %d in the answer, which has %d";
            throw text.refuse(node, problem.formatted(position, items.size()));
        }
        return items.get((int) position - 1);
    }

    /** Items of that name. */
    static Stream<Item> named(List<Item> items, String name) {
        return items.stream().filter(item -> item.name().equals(name));
    }
}
