package labs.compute.sql;

import java.util.Set;
import labs.compute.join.JoinType;
import labs.compute.table.Table;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** {@code FROM a [alias] [INNER|LEFT] JOIN b [alias] ON …}. */
final class FromClause {
    private static final Set<org.apache.calcite.sql.JoinType> KNOWN =
            Set.of(org.apache.calcite.sql.JoinType.INNER, org.apache.calcite.sql.JoinType.LEFT);

    private final Catalog catalog;
    private final SqlText text;

    FromClause(Catalog catalog, SqlText text) {
        this.catalog = catalog;
        this.text = text;
    }

    /** Two tables and how they are joined. */
    record Joined(Scope scope, JoinType type, SqlNode on) {}

    /**
     * Looks the tables up.
     *
     * @throws SqlException if this is not two tables that are there, with a condition
     */
    Joined of(SqlNode from) {
        if (!(from instanceof SqlJoin join)) {
            throw text.refuse(from, "a query joins two tables: FROM a JOIN b ON a.x = b.y");
        }
        check(join);
        Source left = source(join.getLeft(), 0);
        Source right = source(join.getRight(), left.width());
        if (left.name().equals(right.name())) {
            String problem = "both tables are called " + left.name() + ": give one another name";
            throw text.refuse(join.getRight(), problem);
        }
        boolean isLeft = join.getJoinType() == org.apache.calcite.sql.JoinType.LEFT;
        JoinType type = isLeft ? JoinType.LEFT : JoinType.INNER;
        return new Joined(new Scope(text, left, right), type, join.getCondition());
    }

    private void check(SqlJoin join) {
        if (join.isNatural()) {
            throw text.refuse(join.isNaturalNode(), "NATURAL JOIN is not supported: write ON");
        }
        if (!KNOWN.contains(join.getJoinType())) {
            String type = join.getJoinType().toString().replace('_', ' ');
            String problem = type + " is not supported: write INNER JOIN or LEFT JOIN with ON";
            throw text.refuse(join.getJoinTypeNode(), problem);
        }
        if (join.getConditionType() != JoinConditionType.ON) {
            SqlNode place =
                    join.getConditionType() == JoinConditionType.NONE
                            ? join
                            : join.getConditionTypeNode();
            throw text.refuse(place, "a join needs ON with an equality of two columns");
        }
        for (SqlNode side : new SqlNode[] {join.getLeft(), join.getRight()}) {
            if (side instanceof SqlJoin more) {
                throw text.refuse(more, "more than one JOIN is not supported: join two tables");
            }
        }
    }

    private Source source(SqlNode node, int start) {
        if (node instanceof SqlIdentifier name) {
            return new Source(name.names.get(name.names.size() - 1), table(name), start);
        }
        if (node.getKind() == SqlKind.AS && node instanceof SqlCall as) {
            if (as.operandCount() > 2) {
                throw text.refuse(as.operand(2), "new names for columns are not supported here");
            }
            if (as.operand(0) instanceof SqlIdentifier name) {
                SqlIdentifier alias = as.operand(1);
                return new Source(alias.getSimple(), table(name), start);
            }
            throw notATable(as.operand(0));
        }
        throw notATable(node);
    }

    private SqlException notATable(SqlNode node) {
        String kind = node.getKind() == SqlKind.SELECT ? "a subquery" : "what stands here";
        return text.refuse(node, kind + " is not supported: name a table");
    }

    private Table table(SqlIdentifier name) {
        return catalog.find(name.toString())
                .orElseThrow(
                        () ->
                                text.refuse(
                                        name,
                                        "there is no table " + name + ": there are " + catalog));
    }
}
