package labs.compute.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Columns and aggregates, from Calcite's tree. */
final class Terms {
    private static final String SUPPORTED =
            "is not supported: here may stand columns, COUNT(*), COUNT(column), SUM, MIN and MAX";

    private final Scope scope;
    private final SqlText text;

    Terms(Scope scope) {
        this.scope = scope;
        this.text = scope.text();
    }

    /**
     * The column or the aggregate that is meant.
     *
     * @throws SqlException if it is neither
     */
    Term of(SqlNode node) {
        if (node instanceof SqlIdentifier name && !name.isStar()) {
            return Term.column(scope.resolve(name));
        }
        if (node instanceof SqlBasicCall call && call.getOperator() instanceof SqlFunction) {
            return aggregate(call);
        }
        throw text.refuse(node, node.getKind().toString().replace('_', ' ') + " " + SUPPORTED);
    }

    private Term aggregate(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Function function =
                function(name).orElseThrow(() -> text.refuse(call, name + " " + SUPPORTED));
        if (call.getFunctionQuantifier() != null) {
            String quantifier = call.getFunctionQuantifier().toString();
            throw text.refuse(call.getFunctionQuantifier(), quantifier + " is not supported here");
        }
        if (call.operandCount() != 1 || !(call.operand(0) instanceof SqlIdentifier argument)) {
            throw text.refuse(call, name + " takes one column");
        }
        return argument.isStar() ? all(function, argument) : of(function, argument);
    }

    private Term all(Function function, SqlIdentifier star) {
        if (function != Function.COUNT || star.names.size() > 1) {
            throw text.refuse(star, "* stands in COUNT(*) only: " + function + " takes one column");
        }
        return new Term(function, -1);
    }

    private Term of(Function function, SqlIdentifier argument) {
        int column = scope.resolve(argument);
        if (function == Function.SUM && scope.type(column) == ColumnType.DATE) {
            String problem = "%s is a DATE, of which there is no SUM: MIN, MAX and COUNT go";
            throw text.refuse(argument, problem.formatted(scope.name(column)));
        }
        return new Term(function, column);
    }

    private static Optional<Function> function(String name) {
        return Arrays.stream(Function.values()).filter(f -> f.name().equals(name)).findFirst();
    }
}
