package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.query.ToDouble;
import labs.compute.query.Value;
import labs.compute.sort.SortKey;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * The rows that are sorted: the columns of the answer, behind them what is there to sort by alone,
 * and behind those what only HAVING looks at, which then is cut off.
 */
final class FinalRows implements Operands {
    private final Scope scope;
    private final List<SelectList.Item> items;
    private final List<OrderBy.Key<Value>> order;
    private final List<Value> terms = new ArrayList<>();
    private final List<SqlNode> places = new ArrayList<>();
    private final int width;

    FinalRows(Scope scope, List<SelectList.Item> items, List<OrderBy.Key<Value>> order) {
        this.scope = scope;
        this.items = items;
        this.order = order;
        for (SelectList.Item item : items) {
            terms.add(item.term());
            places.add(item.place());
        }
        order.forEach(key -> add(key.term(), key.place()));
        this.width = terms.size();
    }

    private int add(Value term, SqlNode place) {
        if (!terms.contains(term)) {
            terms.add(term);
            places.add(place);
        }
        return terms.indexOf(term);
    }

    List<Value> terms() {
        return terms;
    }

    List<SelectList.Item> items() {
        return items;
    }

    /** How many of the columns are the answer. */
    int shown() {
        return items.size();
    }

    /** How many are left behind HAVING. */
    int width() {
        return width;
    }

    boolean hasAggregates() {
        return terms.stream().flatMap(AggregateValue::in).findAny().isPresent();
    }

    /**
     * Looks whether the groups have them.
     *
     * @throws SqlException for the first column that has many values in a group
     */
    void check(GroupBy groups) {
        for (int i = 0; i < terms.size(); i++) {
            groups.check(terms.get(i), places.get(i));
        }
    }

    /** Names and types. */
    List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < width; i++) {
            Value term = terms.get(i);
            String name = i < items.size() ? items.get(i).name() : SelectList.nameOf(term);
            columns.add(new Column(name, term.type()));
        }
        return columns;
    }

    SortOrder sortOrder() {
        SortKey[] keys =
                order.stream()
                        .map(
                                key ->
                                        new SortKey(
                                                terms.indexOf(key.term()),
                                                key.isDescending(),
                                                key.nullsFirst()))
                        .toArray(SortKey[]::new);
        return SortOrder.of(width, keys);
    }

    @Override
    public SqlText text() {
        return scope.text();
    }

    /** What HAVING names: a column, or else a name of the answer, or what is computed. */
    @Override
    public int number(SqlNode node) {
        // BEGIN SOLUTION
        if (node instanceof SqlIdentifier name && name.isSimple() && !scope.has(name.getSimple())) {
            Optional<SelectList.Item> named = SelectList.named(items, name.getSimple()).findFirst();
            if (named.isPresent()) {
                return terms.indexOf(named.get().term());
            }
        }
        return add(new Terms(scope).of(node), node);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public ColumnType type(int column) {
        return terms.get(column).type();
    }

    @Override
    public String name(int column) {
        return terms.get(column).text();
    }

    @Override
    public int asDouble(int column) {
        return add(ToDouble.of(terms.get(column)), places.get(column));
    }
}
