package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Grouping;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.sort.SortKey;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;

/**
 * The rows that are sorted: the columns of the answer, and behind them what is there to sort by
 * alone.
 */
final class FinalRows {
    private final Scope scope;
    private final List<SelectList.Item> items;
    private final List<OrderBy.Key> order;
    private final List<Term> terms = new ArrayList<>();

    FinalRows(Scope scope, List<SelectList.Item> items, List<OrderBy.Key> order) {
        this.scope = scope;
        this.items = items;
        this.order = order;
        items.forEach(item -> terms.add(item.term()));
        for (OrderBy.Key key : order) {
            if (!terms.contains(key.term())) {
                terms.add(key.term());
            }
        }
    }

    List<Term> terms() {
        return terms;
    }

    /** How many of the columns are the answer. */
    int shown() {
        return items.size();
    }

    boolean hasAggregates() {
        return terms.stream().anyMatch(Term::isAggregate);
    }

    /**
     * Looks whether the groups have them.
     *
     * @throws SqlException for the first column that has many values in a group
     */
    void check(GroupBy groups) {
        items.forEach(item -> groups.check(item.term(), item.place()));
        order.forEach(key -> groups.check(key.term(), key.place()));
    }

    /** Names and types. */
    List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            String name = i < items.size() ? items.get(i).name() : term.plainName(scope);
            columns.add(new Column(name, term.type(scope)));
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
        return SortOrder.of(terms.size(), keys);
    }

    /** How to group joined rows; each aggregate is computed once, however often it occurs. */
    Grouping grouping(List<Integer> keys, Layout layout) {
        // BEGIN SOLUTION
        List<Aggregate> aggregates =
                aggregates().stream().map(term -> term.aggregate(layout::joined)).toList();
        return new Grouping(keys.stream().map(layout::joined).toList(), aggregates);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** Which columns of a group's row are the final ones. */
    List<Integer> ofGroups(List<Integer> keys) {
        // BEGIN SOLUTION
        List<Term> aggregates = aggregates();
        return terms.stream()
                .map(
                        term ->
                                term.isAggregate()
                                        ? keys.size() + aggregates.indexOf(term)
                                        : keys.indexOf(term.column()))
                .toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private List<Term> aggregates() {
        return terms.stream().filter(Term::isAggregate).distinct().toList();
    }

    /** Which columns of a joined row are the final ones, if there are no groups. */
    List<Integer> ofJoined(Layout layout) {
        return terms.stream().map(term -> layout.joined(term.column())).toList();
    }
}
