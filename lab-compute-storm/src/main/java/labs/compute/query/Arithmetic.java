package labs.compute.query;

import java.time.LocalDate;
import java.util.List;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;

/**
 * Two values and a sign between them. NULL if one of them is. A result that is beyond its type, and
 * a division by zero, are errors: a wrong number would look like a right one.
 *
 * @param type of the result; if it is DOUBLE, so are both values
 */
public record Arithmetic(Sign sign, Value left, Value right, ColumnType type) implements Value {
    private static final long FIRST_DAY = LocalDate.MIN.toEpochDay();
    private static final long LAST_DAY = LocalDate.MAX.toEpochDay();

    /** What is done. */
    public enum Sign {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDED_BY("/"),
        MODULO("%");

        private final String text;

        Sign(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public long[] evaluate(ColumnBatch rows) {
        long[] a = left.evaluate(rows);
        long[] b = right.evaluate(rows);
        long[] results = new long[rows.rows()];
        for (int row = 0; row < results.length; row++) {
            boolean isNull = a[row] == ColumnBatch.NULL || b[row] == ColumnBatch.NULL;
            results[row] = isNull ? ColumnBatch.NULL : result(a[row], b[row]);
        }
        return results;
    }

    private long result(long a, long b) {
        if (sign == Sign.DIVIDED_BY || sign == Sign.MODULO) {
            requireDivisor(b);
        }
        return type == ColumnType.DOUBLE
                ? Doubles.encode(ofDoubles(Doubles.decode(a), Doubles.decode(b)))
                : requireInType(a, b, ofWholes(a, b));
    }

    private void requireDivisor(long b) {
        if (type == ColumnType.DOUBLE ? Doubles.decode(b) == 0 : b == 0) {
            throw new ArithmeticException("division by zero in " + text());
        }
    }

    private double ofDoubles(double a, double b) {
        return switch (sign) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDED_BY -> a / b;
            case MODULO -> a % b;
        };
    }

    private long ofWholes(long a, long b) {
        try {
            return switch (sign) {
                case PLUS -> Math.addExact(a, b);
                case MINUS -> Math.subtractExact(a, b);
                case TIMES -> Math.multiplyExact(a, b);
                case DIVIDED_BY -> throw new IllegalStateException("a quotient is a DOUBLE");
                case MODULO -> a % b;
            };
        } catch (ArithmeticException e) {
            throw outside(a, b);
        }
    }

    private long requireInType(long a, long b, long result) {
        boolean isInside =
                type == ColumnType.DATE
                        ? result >= FIRST_DAY && result <= LAST_DAY
                        : ColumnType.isBigint(result);
        if (!isInside) {
            throw outside(a, b);
        }
        return result;
    }

    private ArithmeticException outside(long a, long b) {
        String found = left.type().format(a) + " " + sign + " " + right.type().format(b);
        return new ArithmeticException(text() + ": " + found + " is no " + type + " any more");
    }

    @Override
    public String text() {
        return "(" + left.text() + " " + sign + " " + right.text() + ")";
    }

    @Override
    public List<Value> parts() {
        return List.of(left, right);
    }

    @Override
    public Value with(List<Value> parts) {
        return new Arithmetic(sign, parts.get(0), parts.get(1), type);
    }
}
