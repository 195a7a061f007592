package labs.compute.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import labs.compute.query.Plan;
import labs.compute.sort.SortOrder;
import labs.compute.table.Column;
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
        return query.selects().size() == 1 ? one(query) : union(query);
    }

    private Planned one(SqlParsing.Query query) throws IOException {
        Planned.Part part = part(query.selects().get(0), query.order());
        return planned(query, List.of(part), part.rows().columns(), part.rows().sortOrder());
    }

    private Planned union(SqlParsing.Query query) throws IOException {
        var parts = new ArrayList<Planned.Part>();
        for (SqlSelect select : query.selects()) {
            parts.add(part(select, List.of()));
        }
        var union = new Union(text, parts);
        return planned(query, union.parts(), union.columns(), union.order(query.order()));
    }

    private Planned planned(
            SqlParsing.Query query,
            List<Planned.Part> parts,
            List<Column> columns,
            SortOrder order) {
        Plan plan =
                new Plan(
                        parts.stream().map(Planned.Part::select).toList(),
                        columns,
                        parts.get(0).rows().shown(),
                        order,
                        count(query.offset(), "OFFSET", 0),
                        count(query.limit(), "LIMIT", Long.MAX_VALUE));
        return new Planned(plan, parts);
    }

    private Planned.Part part(SqlSelect select, List<SqlNode> order) throws IOException {
        return new SelectPlanner(catalog, options, text, select).plan(order);
    }

    private long count(SqlNode node, String clause, long absent) {
        return node == null ? absent : new Literals(text).count(node, clause);
    }
}
