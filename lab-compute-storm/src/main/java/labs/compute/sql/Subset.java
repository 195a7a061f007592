package labs.compute.sql;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;

/** Clauses that the parser knows and this planner does not. */
final class Subset {
    private Subset() {}

    /**
     * Looks for them.
     *
     * @throws SqlException for the first that is there
     */
    static void check(SqlText text, SqlSelect select) {
        var keywords = (SqlNodeList) select.getOperandList().get(0);
        for (SqlNode keyword : keywords) {
            if (!keyword.toString().equalsIgnoreCase("ALL")) { // which changes nothing
                String advice = " is not supported: GROUP BY all the columns gives each row once";
                throw text.refuse(keyword, "SELECT " + keyword + advice);
            }
        }
        refuse(text, select.getQualify(), "QUALIFY");
        if (!select.getWindowList().isEmpty()) {
            refuse(text, select.getWindowList(), "WINDOW");
        }
        if (select.getFrom() == null) {
            throw text.refuse(select, "a query reads a table: write FROM a [JOIN b ON a.x = b.y]");
        }
    }

    private static void refuse(SqlText text, SqlNode clause, String name) {
        if (clause != null) {
            String advice =
                    " is not supported: there are WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET";
            throw text.refuse(clause, name + advice);
        }
    }
}
