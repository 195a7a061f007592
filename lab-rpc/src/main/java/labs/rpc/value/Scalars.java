package labs.rpc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Base64;

/** The text of the values that hold no others. */
final class Scalars {
    /** The prefix under which the names of Apache's extension types come here. */
    static final String EXTENSION = "ex:";

    // To make a number of a million digits takes minutes.
    private static final int MAX_DIGITS = 1_000;

    private Scalars() {}

    /**
     * The value that this text is in this type; one of Apache's extensions has the prefix {@link
     * #EXTENSION}. @throws BadValueException if it is none, or there is no such type
     */
    static Object parse(String type, String text, DateReader dates) {
        // BEGIN SOLUTION
        try {
            switch (type) {
                case "string":
                    return text;
                case "int":
                case "i4":
                    return Integer.parseInt(number(text));
                case "ex:i1":
                    return within(Byte.MIN_VALUE, Integer.parseInt(number(text)), Byte.MAX_VALUE);
                case "ex:i2":
                    return within(Short.MIN_VALUE, Integer.parseInt(number(text)), Short.MAX_VALUE);
                case "i8":
                case "ex:i8":
                    return Long.parseLong(number(text));
                case "ex:biginteger":
                    return new BigInteger(exact(text));
                case "ex:bigdecimal":
                    return decimal(exact(text));
                case "double":
                case "ex:float":
                    return finite(Double.parseDouble(number(text)));
                case "boolean":
                    return bool(text.strip());
                case "dateTime.iso8601":
                case "ex:dateTime":
                    return dates.read(text.strip());
                case "base64":
                    return base64(text);
                case "nil":
                case "ex:nil":
                    return nil(text);
                default:
                    throw new BadValueException("XML-RPC has no type <" + type + ">");
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadValueException("this is no <" + type + ">: " + excerpt(text), e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /**
     * A double as XML-RPC wants it: digits and a point, no exponent. @throws BadValueException if
     * it is not finite
     */
    static String format(double value) {
        // BEGIN SOLUTION
        String text = Double.toString(finite(value));
        return text.indexOf('E') < 0 ? text : BigDecimal.valueOf(value).toPlainString();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /**
     * A time to the second; XML-RPC knows neither fractions nor zones. @throws BadValueException
     * outside years 0 to 9999
     */
    static String format(LocalDateTime value) {
        // BEGIN SOLUTION
        if (value.getYear() < 0 || value.getYear() > 9999) {
            throw new BadValueException("XML-RPC has four digits for a year: " + value);
        }
        return Dates.format(value);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    // BEGIN SOLUTION
    /** Java's own parsers take more than XML-RPC does: NaN, 0x1p3, 1d, digits of other scripts. */
    private static String number(String text) {
        String digits = text.strip();
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw new NumberFormatException();
            }
        }
        return digits;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new BadValueException("XML-RPC cannot carry a double that is not finite");
        }
        return value;
    }

    private static boolean bool(String text) {
        if (!text.equals("0") && !text.equals("1")) {
            throw new IllegalArgumentException();
        }
        return text.equals("1");
    }

    private static byte[] base64(String text) {
        // Not the MIME decoder: it passes over every character that it does not know, and so
        // "decodes" anything.
        return Base64.getDecoder().decode(text.replaceAll("[ \t\r\n]", ""));
    }

    private static Object nil(String text) {
        if (!text.isBlank()) {
            throw new IllegalArgumentException();
        }
        return null;
    }

    private static int within(int least, int value, int most) {
        if (value < least || value > most) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static String exact(String text) {
        String digits = number(text);
        if (digits.length() > MAX_DIGITS) {
            throw new NumberFormatException();
        }
        return digits;
    }

    private static BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        // 1e999999999 is short, and whoever writes it out fills the memory.
        within(-MAX_DIGITS, value.scale(), MAX_DIGITS);
        return value;
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    // END SOLUTION
}
