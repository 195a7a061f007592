package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import labs.compute.join.JoinType;
import labs.compute.query.Formula;
import org.apache.calcite.sql.SqlNode;

/**
 * Where each condition is looked at: while a table is read, which spares the network its rows, or
 * not before rows are joined. Left and right are the join's: a RIGHT JOIN is a LEFT one turned.
 *
 * <pre>
 *                        INNER          LEFT                                      FULL
 *   WHERE on left        scan           scan                                      after
 *   WHERE on right       scan           after: it must see the NULLs of the join  after
 *   WHERE on both        after          after                                     after
 *   ON on right          scan           scan: it says what is a match             refused
 *   ON on left, or both  as WHERE       refused: the row stays, without a match   refused
 * </pre>
 */
final class Pushdown {
    private final FromClause.Joined from;
    private final List<Formula> left = new ArrayList<>();
    private final List<Formula> right = new ArrayList<>();
    private final List<Formula> joined = new ArrayList<>();

    Pushdown(FromClause.Joined from) {
        this.from = from;
    }

    /** Takes one of WHERE's conditions; they are joined by AND. */
    void where(Formula formula) {
        // BEGIN SOLUTION
        if (isOn(from.left(), formula) && from.type() != JoinType.FULL) {
            left.add(formula);
        } else if (isOn(from.right(), formula) && from.type() == JoinType.INNER) {
            right.add(formula);
        } else {
            joined.add(formula);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /**
     * Takes one of ON's conditions, but not an equality of a column of either table.
     *
     * @throws SqlException if the join cannot see to it
     */
    void on(Formula formula, SqlNode place) {
        // BEGIN SOLUTION
        if (from.type() == JoinType.INNER) {
            where(formula);
        } else if (isOn(from.right(), formula) && from.type() != JoinType.FULL) {
            right.add(formula);
        } else {
            throw from.scope().text().refuse(place, refused());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private String refused() {
        if (from.type() == JoinType.FULL) {
            return "ON of a FULL JOIN takes equalities of both tables' columns alone: what is to"
                    + " remove rows belongs into WHERE";
        }
        String kind = from.left().start() == 0 ? "LEFT" : "RIGHT";
        String problem =
                "ON of a %s JOIN takes equalities of both tables' columns, and conditions on %s"
                        + " alone: what is to remove rows of %s belongs into WHERE";
        return problem.formatted(kind, from.right().name(), from.left().name());
    }

    private static boolean isOn(Source source, Formula formula) {
        return source != null && formula.columns().allMatch(source::has);
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
