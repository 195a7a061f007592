package labs.compute.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.join.JoinSpec;
import labs.compute.join.JoinSpec.Equality;
import labs.compute.query.Condition;
import labs.compute.query.Formula;
import labs.compute.query.Grouping;
import labs.compute.query.Select;
import labs.compute.query.Value;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** From the tree of one SELECT to what it does. */
final class SelectPlanner {
    private final Catalog catalog;
    private final PlanOptions options;
    private final SqlText text;
    private final SqlSelect select;

    SelectPlanner(Catalog catalog, PlanOptions options, SqlText text, SqlSelect select) {
        this.catalog = catalog;
        this.options = options;
        this.text = text;
        this.select = select;
    }

    /**
     * Plans it.
     *
     * @param order what its rows are sorted by, if it stands alone
     */
    Planned.Part plan(List<SqlNode> order) throws IOException {
        Subset.check(text, select);
        FromClause.Joined from = new FromClause(catalog, text).of(select.getFrom());
        Optional<JoinKeys> keys = from.isJoin() ? Optional.of(JoinKeys.of(from)) : Optional.empty();
        Pushdown pushdown = pushdown(from, keys);
        List<SelectList.Item> items = new SelectList(from.scope()).of(select.getSelectList());
        var rows = new FinalRows(from.scope(), items, new OrderBy(from.scope(), items).of(order));
        Condition having = having(rows);
        boolean isOneRow = rows.hasAggregates() || select.getHaving() != null;
        var by = new GroupBy(from.scope(), items, select.getGroup(), isOneRow);
        rows.check(by);
        return part(from, keys, pushdown, rows, having, by);
    }

    private Pushdown pushdown(FromClause.Joined from, Optional<JoinKeys> keys) {
        var pushdown = new Pushdown(from);
        var conditions = new Conditions(from.scope());
        keys.ifPresent(on -> on.rest().forEach(part -> pushdown.on(conditions.of(part), part)));
        if (select.getWhere() != null) {
            Conditions.chain(select.getWhere(), SqlKind.AND)
                    .forEach(part -> pushdown.where(conditions.of(part)));
        }
        return pushdown;
    }

    private Condition having(FinalRows rows) {
        return select.getHaving() == null
                ? Condition.none()
                : new Conditions(rows).of(select.getHaving());
    }

    private Planned.Part part(
            FromClause.Joined from,
            Optional<JoinKeys> keys,
            Pushdown pushdown,
            FinalRows rows,
            Condition having,
            GroupBy by)
            throws IOException {
        TableSize right = from.isJoin() ? TableSize.of(from.right().table()) : null;
        Strategies.Choice choice = choice(from, right);
        var layout = new Layout(from, needed(keys, pushdown, rows, by));
        Optional<Groups> groups = by.keys().map(list -> new Groups(list, rows.terms(), layout));
        Optional<Grouping> grouping = groups.map(Groups::grouping);
        List<Value> output =
                rows.terms().stream()
                        .map(
                                term ->
                                        groups.map(group -> group.of(term))
                                                .orElseGet(() -> term.renumbered(layout::joined)))
                        .toList();
        Select planned =
                new Select(
                        layout.left(pushdown.left()),
                        layout.right(pushdown.right()),
                        keys.map(on -> spec(from, on, layout)).orElse(null),
                        choice == null ? null : choice.strategy(),
                        where(pushdown, layout),
                        groups.map(Groups::derived).orElse(List.of()),
                        grouping.orElse(null),
                        output,
                        having,
                        rows.width());
        TableSize left = TableSize.of(from.left().table());
        return new Planned.Part(planned, from, rows, choice, left, right);
    }

    private Strategies.Choice choice(FromClause.Joined from, TableSize right) {
        var strategies = new Strategies(options, text);
        if (!from.isJoin()) {
            strategies.refuseHint(select);
            return null;
        }
        return strategies.choose(select, from.type(), from.right(), right);
    }

    private static JoinSpec spec(FromClause.Joined from, JoinKeys keys, Layout layout) {
        return new JoinSpec(
                from.type(),
                layout.joined(keys.left()),
                layout.leftWidth(),
                layout.joined(keys.right()) - layout.leftWidth(),
                layout.rightWidth(),
                keys.also().stream()
                        .map(
                                also ->
                                        new Equality(
                                                layout.joined(also.left()),
                                                layout.joined(also.right()) - layout.leftWidth()))
                        .toList());
    }

    /** The columns that are looked at behind a scan. */
    private static List<Integer> needed(
            Optional<JoinKeys> keys, Pushdown pushdown, FinalRows rows, GroupBy by) {
        // BEGIN SOLUTION
        var needed = new ArrayList<Integer>();
        keys.ifPresent(on -> on.columns().forEach(needed::add));
        pushdown.joined().forEach(formula -> formula.columns().forEach(needed::add));
        by.keys().ifPresent(list -> list.forEach(key -> key.columns().forEach(needed::add)));
        rows.terms().forEach(term -> term.columns().forEach(needed::add));
        return needed;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private static Condition where(Pushdown pushdown, Layout layout) {
        return Formula.all(
                pushdown.joined().stream()
                        .map(formula -> formula.renumbered(layout::joined))
                        .toList());
    }
}
