package labs.compute.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import labs.compute.query.And;
import labs.compute.query.ColumnComparison;
import labs.compute.query.Comparison;
import labs.compute.query.Formula;
import labs.compute.query.InList;
import labs.compute.query.IsNull;
import labs.compute.query.Not;
import labs.compute.query.Operator;
import labs.compute.query.Or;
import labs.compute.table.ColumnType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlBetweenOperator;

/** Conditions of WHERE, ON and HAVING, from Calcite's tree to formulas over columns. */
final class Conditions {
    private static final Map<SqlKind, Operator> OPERATORS =
            Map.of(
                    SqlKind.EQUALS, Operator.EQUAL,
                    SqlKind.NOT_EQUALS, Operator.NOT_EQUAL,
                    SqlKind.LESS_THAN, Operator.LESS,
                    SqlKind.LESS_THAN_OR_EQUAL, Operator.LESS_OR_EQUAL,
                    SqlKind.GREATER_THAN, Operator.GREATER,
                    SqlKind.GREATER_THAN_OR_EQUAL, Operator.GREATER_OR_EQUAL);

    private final Operands operands;
    private final SqlText text;
    private final Literals literals;

    Conditions(Operands operands) {
        this.operands = operands;
        this.text = operands.text();
        this.literals = new Literals(text);
    }

    /**
     * The parts between the ANDs (or the ORs) of a chain, which the parser gives as nested pairs.
     */
    static List<SqlNode> chain(SqlNode node, SqlKind kind) {
        // A loop on the left, where the parser nests: thousands of parts are no deep recursion.
        var parts = new ArrayList<SqlNode>();
        SqlNode rest = node;
        while (rest.getKind() == kind && rest instanceof SqlCall call) {
            List<SqlNode> right = chain(call.operand(1), kind);
            Collections.reverse(right);
            parts.addAll(right);
            rest = call.operand(0);
        }
        parts.add(rest);
        Collections.reverse(parts);
        return parts;
    }

    /**
     * The formula for a condition.
     *
     * @throws SqlException if it is outside of what is supported, or compares different types
     */
    Formula of(SqlNode node) {
        return of(node, 0);
    }

    private Formula of(SqlNode node, int depth) {
        Nesting.check(text, node, depth);
        // BEGIN SOLUTION
        if (OPERATORS.containsKey(node.getKind()) && node instanceof SqlBasicCall call) {
            return comparison(call, OPERATORS.get(node.getKind()));
        }
        return switch (node.getKind()) {
            case AND -> new And(all(chain(node, SqlKind.AND), depth));
            case OR -> new Or(all(chain(node, SqlKind.OR), depth));
            case NOT -> new Not(of(operand(node, 0), depth + 1));
            case IS_NULL -> new IsNull(column(operand(node, 0)));
            case IS_NOT_NULL -> new Not(new IsNull(column(operand(node, 0))));
            case IN -> inList((SqlCall) node);
            case NOT_IN -> new Not(inList((SqlCall) node));
            case BETWEEN -> between((SqlCall) node);
            default -> throw text.refuse(node, Operands.SUPPORTED);
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private List<Formula> all(List<SqlNode> nodes, int depth) {
        return nodes.stream().map(node -> of(node, depth + 1)).toList();
    }

    private Formula comparison(SqlCall call, Operator operator) {
        SqlNode a = call.operand(0);
        SqlNode b = call.operand(1);
        if (!(a instanceof SqlLiteral)) {
            return bound(column(a), operator, b);
        }
        return value(column(b), operator.turned(), a);
    }

    private Formula columns(int left, Operator operator, int right, SqlNode place) {
        if (operands.type(left) != operands.type(right)) {
            if (isNumber(left) && isNumber(right)) {
                return new ColumnComparison(
                        operands.asDouble(left), operator, operands.asDouble(right));
            }
            String problem = "%s is a %s and cannot be compared with %s, a %s";
            throw text.refuse(
                    place,
                    problem.formatted(
                            operands.name(left), operands.type(left),
                            operands.name(right), operands.type(right)));
        }
        return new ColumnComparison(left, operator, right);
    }

    private boolean isNumber(int column) {
        return operands.type(column) != ColumnType.DATE;
    }

    private Formula value(int column, Operator operator, SqlNode value) {
        if (SqlUtil.isNullLiteral(value, false)) {
            throw text.refuse(value, "nothing is equal to NULL: write IS NULL or IS NOT NULL");
        }
        return new Comparison(column, operator, literal(column, value));
    }

    private Formula inList(SqlCall call) {
        int column = column(call.operand(0));
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            throw text.refuse(call.operand(1), "a subquery is not supported: list the values");
        }
        List<Long> values =
                list.stream()
                        .filter(value -> !SqlUtil.isNullLiteral(value, false))
                        .map(value -> literal(column, value))
                        .toList();
        return new InList(column, values, values.size() < list.size());
    }

    private Formula between(SqlCall call) {
        var operator = (SqlBetweenOperator) call.getOperator();
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            throw text.refuse(call, "BETWEEN SYMMETRIC is not supported: the smaller one first");
        }
        int column = column(call.operand(0));
        Formula within =
                new And(
                        List.of(
                                bound(column, Operator.GREATER_OR_EQUAL, call.operand(1)),
                                bound(column, Operator.LESS_OR_EQUAL, call.operand(2))));
        return operator.isNegated() ? new Not(within) : within;
    }

    private Formula bound(int column, Operator operator, SqlNode bound) {
        return bound instanceof SqlLiteral
                ? value(column, operator, bound)
                : columns(column, operator, column(bound), bound);
    }

    private long literal(int column, SqlNode value) {
        return literals.value(value, operands.type(column), operands.name(column));
    }

    private int column(SqlNode node) {
        return operands.number(node);
    }

    private static SqlNode operand(SqlNode call, int index) {
        return ((SqlCall) call).operand(index);
    }
    // END SOLUTION
}
