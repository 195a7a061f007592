package labs.rpc.dispatch;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;

/**
 * The types that Java has and XML-RPC has not: an Instant or a Date is a time in UTC, exact numbers
 * travel as a string of digits.
 */
final class JavaTypes {
    private static final int MAX_DIGITS = 1_000; // more take the longer, and the square of it

    private JavaTypes() {}

    /** The value in this type, or null if it has no exact counterpart there. */
    static Object of(Object value, Class<?> type) {
        // BEGIN SOLUTION
        if (value instanceof LocalDateTime time) {
            return ofTime(time.toInstant(ZoneOffset.UTC), type);
        } else if (value instanceof Number || value instanceof String) {
            return ofExact(value.toString(), type);
        }
        return null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-3: see README, part 3");
    }

    // BEGIN SOLUTION
    private static Object ofTime(Instant instant, Class<?> type) {
        if (type == Instant.class) {
            return instant;
        }
        return type == Date.class ? Date.from(instant) : null;
    }

    private static Object ofExact(String digits, Class<?> type) {
        if (digits.length() > MAX_DIGITS) {
            return null;
        }
        try {
            BigDecimal exact = new BigDecimal(digits);
            if (type == BigDecimal.class) {
                return exact;
            }
            boolean isShort = Math.abs(exact.scale()) <= MAX_DIGITS; // not 1e999999999
            return type == BigInteger.class && isShort ? exact.toBigIntegerExact() : null;
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }
    // END SOLUTION
}
