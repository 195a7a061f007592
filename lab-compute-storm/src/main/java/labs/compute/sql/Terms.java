package labs.compute.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import labs.compute.query.Arithmetic;
import labs.compute.query.Arithmetic.Sign;
import labs.compute.query.ColumnValue;
import labs.compute.query.Constant;
import labs.compute.query.Grouping.Function;
import labs.compute.query.ToDouble;
import labs.compute.query.Value;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;

/** Columns, values, arithmetic and aggregates, from Calcite's tree; columns by their numbers. */
final class Terms {
    private static final Map<SqlKind, Sign> SIGNS =
            Map.of(
                    SqlKind.PLUS, Sign.PLUS,
                    SqlKind.MINUS, Sign.MINUS,
                    SqlKind.TIMES, Sign.TIMES,
                    SqlKind.DIVIDE, Sign.DIVIDED_BY,
                    SqlKind.MOD, Sign.MODULO);

    private static final String SUPPORTED =
            "is not supported: here may stand columns, whole numbers, dates, + - * / %, COUNT(*),"
                    + " COUNT, COUNT(DISTINCT), SUM, AVG, MIN and MAX";

    private final Scope scope;
    private final SqlText text;
    private final Literals literals;

    Terms(Scope scope) {
        this.scope = scope;
        this.text = scope.text();
        this.literals = new Literals(text);
    }

    /**
     * What is meant.
     *
     * @throws SqlException if it is none of these, or mixes types
     */
    Value of(SqlNode node) {
        return of(node, 0);
    }

    private Value of(SqlNode node, int depth) {
        Nesting.check(text, node, depth);
        if (node instanceof SqlIdentifier name && !name.isStar()) {
            int number = scope.resolve(name);
            return new ColumnValue(number, scope.type(number), scope.name(number));
        }
        if (node instanceof SqlLiteral literal) {
            return literals.constant(literal, SUPPORTED);
        }
        if (node instanceof SqlBasicCall call && call.getOperator() instanceof SqlFunction) {
            if (!SIGNS.containsKey(node.getKind())) {
                return aggregate(call, depth);
            }
        }
        if (node instanceof SqlBasicCall call && SIGNS.containsKey(node.getKind())) {
            return arithmetic(call, depth);
        }
        if (node instanceof SqlBasicCall call && node.getKind() == SqlKind.MINUS_PREFIX) {
            Value value = of(call.operand(0), depth + 1);
            Value zero = new Constant(0, ColumnType.BIGINT);
            return combined(call, Sign.MINUS, zero, value);
        }
        if (node instanceof SqlBasicCall call && node.getKind() == SqlKind.PLUS_PREFIX) {
            return of(call.operand(0), depth + 1);
        }
        throw text.refuse(node, node.getKind().toString().replace('_', ' ') + " " + SUPPORTED);
    }

    private Value arithmetic(SqlCall call, int depth) {
        SqlNode a = call.operand(0);
        SqlNode b = call.operand(1);
        // A number with a point takes part where there is such a number already.
        if (Literals.hasPoint(b)) {
            Value left = of(a, depth + 1);
            return combined(call, SIGNS.get(call.getKind()), left, pointed(b, left));
        }
        Value right = of(b, depth + 1);
        Value left = Literals.hasPoint(a) ? pointed(a, right) : of(a, depth + 1);
        return combined(call, SIGNS.get(call.getKind()), left, right);
    }

    private Value pointed(SqlNode node, Value other) {
        if (other.type() != ColumnType.DOUBLE) {
            throw text.refuse(node, "a value is a whole number, not " + node);
        }
        double value = ((SqlNumericLiteral) node).bigDecimalValue().doubleValue();
        return new Constant(Doubles.encode(value), ColumnType.DOUBLE);
    }

    private Value combined(SqlCall place, Sign sign, Value left, Value right) {
        boolean hasDate = left.type() == ColumnType.DATE || right.type() == ColumnType.DATE;
        if (hasDate) {
            return new Arithmetic(sign, left, right, dates(place, sign, left, right));
        }
        boolean hasPoint = left.type() == ColumnType.DOUBLE || right.type() == ColumnType.DOUBLE;
        return hasPoint || sign == Sign.DIVIDED_BY
                ? new Arithmetic(sign, ToDouble.of(left), ToDouble.of(right), ColumnType.DOUBLE)
                : new Arithmetic(sign, left, right, ColumnType.BIGINT);
    }

    /** The type of a date and days, or of two dates. */
    private ColumnType dates(SqlCall place, Sign sign, Value left, Value right) {
        boolean isBoth = left.type() == right.type();
        boolean hasDays = left.type() == ColumnType.BIGINT || right.type() == ColumnType.BIGINT;
        boolean isLater = sign == Sign.PLUS && hasDays;
        boolean isEarlier = sign == Sign.MINUS && right.type() == ColumnType.BIGINT;
        if (sign == Sign.MINUS && isBoth) {
            return ColumnType.BIGINT;
        }
        if (isLater || isEarlier) {
            return ColumnType.DATE;
        }
        String problem =
                "there is no %s %s %s: a DATE plus or minus days, or two DATEs' difference";
        throw text.refuse(place, problem.formatted(left.type(), sign, right.type()));
    }

    private Value aggregate(SqlCall call, int depth) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Function function =
                function(name).orElseThrow(() -> text.refuse(call, name + " " + SUPPORTED));
        if (call.operandCount() != 1) {
            throw text.refuse(call, name + " takes one value");
        }
        boolean isDistinct = isDistinct(call, function);
        if (call.operand(0) instanceof SqlIdentifier star && star.isStar()) {
            return all(function, star, isDistinct);
        }
        Value argument = of(call.operand(0), depth + 1);
        check(function, argument, call.operand(0));
        boolean isCount = isDistinct && function == Function.COUNT;
        return new AggregateValue(isCount ? Function.COUNT_DISTINCT : function, argument);
    }

    private boolean isDistinct(SqlCall call, Function function) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        boolean isDistinct = quantifier != null && quantifier.toValue().equals("DISTINCT");
        if (isDistinct && (function == Function.SUM || function == Function.AVG)) {
            String problem = "DISTINCT stands in COUNT(DISTINCT …) only, not in %s";
            throw text.refuse(quantifier, problem.formatted(function));
        }
        return isDistinct; // of MIN and MAX it changes nothing
    }

    private Value all(Function function, SqlIdentifier star, boolean isDistinct) {
        if (function != Function.COUNT || isDistinct || star.names.size() > 1) {
            throw text.refuse(star, "* stands in COUNT(*) only: " + function + " takes one value");
        }
        return new AggregateValue(Function.COUNT, null);
    }

    private void check(Function function, Value argument, SqlNode place) {
        List<AggregateValue> inner = AggregateValue.in(argument).toList();
        if (!inner.isEmpty()) {
            throw text.refuse(place, inner.get(0).text() + " stands in another aggregate");
        }
        boolean isSum = function == Function.SUM || function == Function.AVG;
        if (isSum && argument.type() == ColumnType.DATE) {
            String problem = "%s is a DATE, of which there is no %s: MIN, MAX and COUNT go";
            throw text.refuse(place, problem.formatted(argument.text(), function));
        }
        if (isSum && argument.type() == ColumnType.DOUBLE) {
            String problem =
                    "%s is a DOUBLE, of which there is no %s: its last digits would depend on the"
                            + " order of the rows. Sum up whole numbers, and divide the sum";
            throw text.refuse(place, problem.formatted(argument.text(), function));
        }
    }

    private static Optional<Function> function(String name) {
        return Arrays.stream(Function.values())
                .filter(f -> f != Function.COUNT_DISTINCT && f.name().equals(name))
                .findFirst();
    }
}
