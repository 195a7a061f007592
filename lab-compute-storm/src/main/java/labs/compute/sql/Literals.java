package labs.compute.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import labs.compute.table.ColumnType;
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
            return expect(node, ColumnType.BIGINT, type, column, whole(number, "a value"));
        }
        if (node instanceof SqlUnknownLiteral date && date.tag.equals("DATE")) {
            return expect(node, ColumnType.DATE, type, column, date(date));
        }
        String found = node instanceof SqlLiteral ? node.toString() : "an expression";
        String example = type == ColumnType.DATE ? "DATE '2026-11-26'" : "42";
        String problem = "%s is a %s and cannot be compared with %s: write a value like %s";
        throw text.refuse(node, problem.formatted(column, type, found, example));
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
        if (value == null || value.stripTrailingZeros().scale() > 0) {
            throw text.refuse(number, what + " is a whole number, not " + number);
        }
        BigInteger whole = value.toBigInteger();
        // The smallest and the largest of 64 bits are no values: sorting needs them for NULL.
        if (whole.bitLength() > 63 || isReserved(whole.longValue())) {
            throw text.refuse(number, number + " is outside the range of a BIGINT");
        }
        return whole.longValue();
    }

    private static boolean isReserved(long value) {
        return value == Long.MIN_VALUE || value == Long.MAX_VALUE;
    }

    private long date(SqlUnknownLiteral date) {
        try {
            return ColumnType.DATE.parse(date.getValue());
        } catch (IllegalArgumentException e) {
            throw text.refuse(date, e.getMessage() + ": write DATE 'YYYY-MM-DD'");
        }
    }
}
