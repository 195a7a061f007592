package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import labs.compute.join.JoinSpec.Equality;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * What ON says: the first equality between a column of either table, by which rows are brought
 * together, other such equalities, and the rest, which is looked at one row at a time.
 *
 * @param left the number of the left table's column
 */
record JoinKeys(int left, int right, List<Equality> also, List<SqlNode> rest) {
    /** All columns that have to be equal to one of the other table. */
    IntStream columns() {
        IntStream others = also.stream().flatMapToInt(e -> IntStream.of(e.left(), e.right()));
        return IntStream.concat(IntStream.of(left, right), others);
    }

    /**
     * Takes ON apart.
     *
     * @throws SqlException if there is no such equality
     */
    static JoinKeys of(FromClause.Joined from) {
        // BEGIN SOLUTION
        var equalities = new ArrayList<Equality>();
        var rest = new ArrayList<SqlNode>();
        for (SqlNode part : Conditions.chain(from.on(), SqlKind.AND)) {
            equality(from, part).ifPresentOrElse(equalities::add, () -> rest.add(part));
        }
        if (equalities.isEmpty()) {
            String problem = "ON needs an equality between a column of %s and a column of %s";
            List<Source> sources = from.scope().sources();
            String names = problem.formatted(sources.get(0).name(), sources.get(1).name());
            throw from.scope().text().refuse(from.on(), names);
        }
        Equality first = equalities.remove(0);
        return new JoinKeys(first.left(), first.right(), equalities, rest);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private static Optional<Equality> equality(FromClause.Joined from, SqlNode part) {
        if (part.getKind() != SqlKind.EQUALS || !(part instanceof SqlCall call)) {
            return Optional.empty();
        }
        int a = number(from.scope(), call.operand(0));
        int b = number(from.scope(), call.operand(1));
        if (a < 0 || b < 0 || from.left().has(a) == from.left().has(b)) {
            return Optional.empty();
        }
        new Conditions(from.scope()).of(part); // refuses what has different types
        return Optional.of(from.left().has(a) ? new Equality(a, b) : new Equality(b, a));
    }

    private static int number(Scope scope, SqlNode node) {
        return node instanceof SqlIdentifier name ? scope.resolve(name) : -1;
    }
    // END SOLUTION
}
