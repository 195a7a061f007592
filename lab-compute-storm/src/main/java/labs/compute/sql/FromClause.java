package labs.compute.sql;

import java.util.List;
import java.util.Map;
import labs.compute.join.JoinType;
import labs.compute.table.Table;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** {@code FROM a [alias] [[INNER|LEFT|RIGHT|FULL] JOIN b [alias] ON …]}. */
final class FromClause {
    private static final Map<org.apache.calcite.sql.JoinType, JoinType> KNOWN =
            Map.of(
                    org.apache.calcite.sql.JoinType.INNER, JoinType.INNER,
                    org.apache.calcite.sql.JoinType.LEFT, JoinType.LEFT,
                    org.apache.calcite.sql.JoinType.RIGHT, JoinType.LEFT,
                    org.apache.calcite.sql.JoinType.FULL, JoinType.FULL);

    private final Catalog catalog;
    private final SqlText text;

    FromClause(Catalog catalog, SqlText text) {
        this.catalog = catalog;
        this.text = text;
    }

    /**
     * Tables and how they are joined. A RIGHT JOIN is a LEFT JOIN seen from the other side: names
     * keep the order in which the query has them, but its second table is the left one here.
     *
     * @param right null if there is one table only, as are {@code type} and {@code on}
     */
    record Joined(Scope scope, Source left, Source right, JoinType type, SqlNode on) {
        boolean isJoin() {
            return right != null;
        }
    }

    /**
     * Looks the tables up.
     *
     * @throws SqlException if this is neither one table nor two with a condition
     */
    Joined of(SqlNode from) {
        if (!(from instanceof SqlJoin join)) {
            Source only = source(from, 0);
            return new Joined(new Scope(text, List.of(only)), only, null, null, null);
        }
        check(join);
        Source first = source(join.getLeft(), 0);
        Source second = source(join.getRight(), first.width());
        if (first.name().equals(second.name())) {
            String problem = "both tables are called " + first.name() + ": give one another name";
            throw text.refuse(join.getRight(), problem);
        }
        boolean isRight = join.getJoinType() == org.apache.calcite.sql.JoinType.RIGHT;
        return new Joined(
                new Scope(text, List.of(first, second)),
                isRight ? second : first,
                isRight ? first : second,
                KNOWN.get(join.getJoinType()),
                join.getCondition());
    }

    private void check(SqlJoin join) {
        if (join.isNatural()) {
            throw text.refuse(join.isNaturalNode(), "NATURAL JOIN is not supported: write ON");
        }
        if (!KNOWN.containsKey(join.getJoinType())) {
            String type = join.getJoinType().toString().replace('_', ' ');
            String problem = type + " is not supported: write INNER, LEFT, RIGHT or FULL JOIN, ON";
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
