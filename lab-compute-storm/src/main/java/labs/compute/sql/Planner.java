package labs.compute.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import labs.compute.join.JoinSpec;
import labs.compute.query.Condition;
import labs.compute.query.Formula;
import labs.compute.query.Grouping;
import labs.compute.query.Plan;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** From a query's tree to a plan. */
final class Planner {
    private final Catalog catalog;
    private final PlanOptions options;
    private final SqlText text;

    Planner(Catalog catalog, PlanOptions options, SqlText text) {
        this.catalog = catalog;
        this.options = options;
        this.text = text;
    }

    /**
     * Plans a query.
     *
     * @throws SqlException if it is refused
     * @throws IOException if a table's file is not there any more
     */
    Planned plan(SqlParsing.Query query) throws IOException {
        SqlSelect select = query.select();
        Subset.check(text, select);
        FromClause.Joined from = new FromClause(catalog, text).of(select.getFrom());
        Scope scope = from.scope();
        JoinKeys keys = JoinKeys.of(scope, from.on());
        Pushdown pushdown = pushdown(from, keys, select.getWhere());
        List<SelectList.Item> items = new SelectList(scope).of(select.getSelectList());
        var rows = new FinalRows(scope, items, new OrderBy(scope, items).of(query.order()));
        var groups = new GroupBy(scope, select.getGroup(), rows.hasAggregates());
        rows.check(groups);
        TableSize right = TableSize.of(scope.right().table());
        Strategies.Choice choice =
                new Strategies(options, text).choose(select, scope.right(), right);
        var layout = new Layout(scope, needed(keys, pushdown, rows, groups));
        Optional<Grouping> grouping = groups.keys().map(list -> rows.grouping(list, layout));
        Plan plan =
                new Plan(
                        layout.left(pushdown.left()),
                        layout.right(pushdown.right()),
                        new JoinSpec(
                                from.type(),
                                layout.joined(keys.left()),
                                layout.leftWidth(),
                                layout.joined(keys.right()) - layout.leftWidth(),
                                layout.rightWidth()),
                        choice.strategy(),
                        where(pushdown, layout),
                        grouping.orElse(null),
                        groups.keys().map(rows::ofGroups).orElseGet(() -> rows.ofJoined(layout)),
                        rows.columns(),
                        rows.shown(),
                        rows.sortOrder(),
                        count(query.offset(), "OFFSET", 0),
                        count(query.limit(), "LIMIT", Long.MAX_VALUE));
        return new Planned(plan, scope, choice, TableSize.of(scope.left().table()), right);
    }

    private static Pushdown pushdown(FromClause.Joined from, JoinKeys keys, SqlNode where) {
        var pushdown = new Pushdown(from.scope(), from.type());
        var conditions = new Conditions(from.scope());
        keys.rest().forEach(part -> pushdown.on(conditions.of(part), part));
        if (where != null) {
            Conditions.chain(where, SqlKind.AND)
                    .forEach(part -> pushdown.where(conditions.of(part)));
        }
        return pushdown;
    }

    /** The columns that are looked at behind a scan. */
    private static List<Integer> needed(
            JoinKeys keys, Pushdown pushdown, FinalRows rows, GroupBy groups) {
        // BEGIN SOLUTION
        var needed = new ArrayList<>(List.of(keys.left(), keys.right()));
        pushdown.joined().forEach(formula -> formula.columns().forEach(needed::add));
        groups.keys().ifPresent(needed::addAll);
        rows.terms().stream().map(Term::column).filter(column -> column >= 0).forEach(needed::add);
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

    private long count(SqlNode node, String clause, long absent) {
        return node == null ? absent : new Literals(text).count(node, clause);
    }
}
