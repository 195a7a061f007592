package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * What ON says: the first equality between a column of either table, by which rows are brought
 * together, and the rest, which is looked at one row at a time.
 *
 * @param left the number of the left table's column
 */
record JoinKeys(int left, int right, List<SqlNode> rest) {
    /**
     * Takes ON apart.
     *
     * @throws SqlException if there is no such equality
     */
    static JoinKeys of(Scope scope, SqlNode on) {
        // BEGIN SOLUTION
        List<SqlNode> rest = new ArrayList<>(Conditions.chain(on, SqlKind.AND));
        for (SqlNode part : rest) {
            if (part.getKind() == SqlKind.EQUALS && part instanceof SqlCall call) {
                int a = number(scope, call.operand(0));
                int b = number(scope, call.operand(1));
                if (a >= 0 && b >= 0 && scope.left().has(a) != scope.left().has(b)) {
                    new Conditions(scope).of(part); // refuses what has different types
                    rest.remove(part);
                    return new JoinKeys(Math.min(a, b), Math.max(a, b), rest);
                }
            }
        }
        String problem = "ON needs an equality between a column of %s and a column of %s";
        String names = problem.formatted(scope.left().name(), scope.right().name());
        throw scope.text().refuse(on, names);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private static int number(Scope scope, SqlNode node) {
        return node instanceof SqlIdentifier name ? scope.resolve(name) : -1;
    }
    // END SOLUTION
}
