package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import labs.compute.join.JoinType;
import labs.compute.query.Formula;
import org.apache.calcite.sql.SqlNode;

/**
 * Where each condition is looked at: while a table is read, which spares the network its rows, or
 * not before rows are joined.
 *
 * <pre>
 *                        INNER          LEFT
 *   WHERE on left        scan           scan
 *   WHERE on right       scan           after the join: it must see the NULLs that the join made
 *   WHERE on both        after          after
 *   ON on right          scan           scan: it says what is a match
 *   ON on left, or both  as WHERE       refused: the row stays, without a match
 * </pre>
 */
final class Pushdown {
    private final Scope scope;
    private final JoinType type;
    private final List<Formula> left = new ArrayList<>();
    private final List<Formula> right = new ArrayList<>();
    private final List<Formula> joined = new ArrayList<>();

    Pushdown(Scope scope, JoinType type) {
        this.scope = scope;
        this.type = type;
    }

    /** Takes one of WHERE's conditions; they are joined by AND. */
    void where(Formula formula) {
        // BEGIN SOLUTION
        if (isOn(scope.left(), formula)) {
            left.add(formula);
        } else if (isOn(scope.right(), formula) && type == JoinType.INNER) {
            right.add(formula);
        } else {
            joined.add(formula);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /**
     * Takes one of ON's conditions, but not the equality that is joined by.
     *
     * @throws SqlException if the join cannot see to it
     */
    void on(Formula formula, SqlNode place) {
        // BEGIN SOLUTION
        if (type == JoinType.INNER) {
            where(formula);
        } else if (isOn(scope.right(), formula)) {
            right.add(formula);
        } else {
            String problem =
                    "ON of a LEFT JOIN takes one equality and conditions on %s alone: what is to"
                            + " remove rows of %s belongs into WHERE";
            String names = problem.formatted(scope.right().name(), scope.left().name());
            throw scope.text().refuse(place, names);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private static boolean isOn(Source source, Formula formula) {
        return formula.columns().allMatch(source::has);
    }

    // END SOLUTION
    /** Looked at while the left table is read. */
    List<Formula> left() {
        return left;
    }

    /** Looked at while the right table is read. */
    List<Formula> right() {
        return right;
    }

    /** Looked at behind the join. */
    List<Formula> joined() {
        return joined;
    }
}
