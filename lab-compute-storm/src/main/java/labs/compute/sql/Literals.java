package labs.compute.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import labs.compute.query.Constant;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;
import org.apache.calcite.sql.SqlDateLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;

/** Numbers and dates in a query's text. */
final class Literals {
    private final SqlText text;

    Literals(SqlText text) {
        this.text = text;
    }

    /**
     * The 64 bits of a literal.
     *
     * @param type of the column that it is compared with
     * @param column its name
     * @throws SqlException if it is none, or one of another type
     */
    long value(SqlNode node, ColumnType type, String column) {
        if (node instanceof SqlNumericLiteral number) {
            return type == ColumnType.DOUBLE
                    ? pointed(number)
                    : expect(node, ColumnType.BIGINT, type, column, whole(number, "a value"));
        }
        if (isDate(node)) {
            return expect(node, ColumnType.DATE, type, column, date((SqlLiteral) node));
        }
        String found = node instanceof SqlLiteral ? node.toString() : "an expression";
        String example = type == ColumnType.DATE ? "DATE '2026-11-26'" : "42";
        String problem = "%s is a %s and cannot be compared with %s: write a value like %s";
        throw text.refuse(node, problem.formatted(column, type, found, example));
    }

    /** Whether this is a number with a point, such as 1.5 or 1e3. */
    static boolean hasPoint(SqlNode node) {
        return node instanceof SqlNumericLiteral number
                && (number.bigDecimalValue() == null
                        || number.bigDecimalValue().stripTrailingZeros().scale() > 0);
    }

    /**
     * A literal that stands for itself.
     *
     * @throws SqlException if it is neither a whole number nor a date
     */
    Constant constant(SqlLiteral node, String supported) {
        if (node instanceof SqlNumericLiteral number) {
            return new Constant(whole(number, "a value"), ColumnType.BIGINT);
        }
        if (isDate(node)) {
            return new Constant(date(node), ColumnType.DATE);
        }
        throw text.refuse(node, node + " " + supported);
    }

    /** {@code DATE '2026-11-26'}, or as JDBC writes it, <code>{d '2026-11-26'}</code>. */
    private static boolean isDate(SqlNode node) {
        return node instanceof SqlDateLiteral
                || node instanceof SqlUnknownLiteral unknown && unknown.tag.equals("DATE");
    }

    /**
     * LIMIT's and OFFSET's number.
     *
     * @throws SqlException if it is none
     */
    long count(SqlNode node, String clause) {
        if (node instanceof SqlNumericLiteral number) {
            return whole(number, clause);
        }
        throw text.refuse(node, clause + " takes a whole number");
    }

    private static long pointed(SqlNumericLiteral number) {
        return Doubles.encode(Double.parseDouble(number.toValue()));
    }

    private long expect(SqlNode node, ColumnType found, ColumnType wanted, String column, long v) {
        if (found != wanted) {
            String problem = "%s is a %s and cannot be compared with the %s %s";
            String shown = found == ColumnType.BIGINT ? node.toString() : found.format(v);
            throw text.refuse(node, problem.formatted(column, wanted, found, shown));
        }
        return v;
    }

    private long whole(SqlNumericLiteral number, String what) {
        BigDecimal value = number.bigDecimalValue();
        if (value == null || hasPoint(number)) {
            throw text.refuse(number, what + " is a whole number, not " + number);
        }
        // Its exponent is looked at first: 1e999999999 would be written out.
        boolean isShort = value.precision() - value.scale() <= 19;
        BigInteger whole = isShort ? value.toBigInteger() : BigInteger.ONE.shiftLeft(64);
        if (whole.bitLength() > 63 || !ColumnType.isBigint(whole.longValue())) {
            String range = " is outside the range of a BIGINT: " + ColumnType.BIGINT_RANGE;
            throw text.refuse(number, number + range);
        }
        return whole.longValue();
    }

    private static String written(SqlLiteral date) {
        return date instanceof SqlDateLiteral jdbc
                ? jdbc.toFormattedString()
                : ((SqlUnknownLiteral) date).getValue();
    }

    private long date(SqlLiteral date) {
        try {
            return ColumnType.DATE.parse(written(date));
        } catch (IllegalArgumentException e) {
            throw text.refuse(date, e.getMessage() + ": write DATE 'YYYY-MM-DD'");
        }
    }
}
