package labs.compute.sql;

import java.util.Locale;
import java.util.function.IntUnaryOperator;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnType;

/**
 * What a final row can have in a column: a column of the tables, or an aggregate over one.
 *
 * @param function null for a column itself
 * @param column its number in the scope, or -1 for COUNT(*)
 */
record Term(Function function, int column) {
    static Term column(int number) {
        return new Term(null, number);
    }

    boolean isAggregate() {
        return function != null;
    }

    Aggregate aggregate(IntUnaryOperator number) {
        return new Aggregate(function, column < 0 ? -1 : number.applyAsInt(column));
    }

    ColumnType type(Scope scope) {
        boolean isNumber = function == Function.COUNT || function == Function.SUM;
        return isNumber ? ColumnType.BIGINT : scope.type(column);
    }

    /** As a column of a result is called: {@code amount}, {@code sum(amount)}. */
    String plainName(Scope scope) {
        return isAggregate()
                ? call(column < 0 ? "*" : scope.plainName(column)).toLowerCase(Locale.ROOT)
                : scope.plainName(column);
    }

    /** As a plan shows it: {@code o.amount}, {@code SUM(o.amount)}. */
    String name(Scope scope) {
        return isAggregate() ? call(column < 0 ? "*" : scope.name(column)) : scope.name(column);
    }

    private String call(String argument) {
        return function + "(" + argument + ")";
    }
}
