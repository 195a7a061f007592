package labs.rpc.value;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Base64;

/** The text of the values that hold no others. */
final class Scalars {
    private static final DateTimeFormatter BASIC = dateTime("uuuuMMdd'T'HH:mm:ss");
    private static final DateTimeFormatter EXTENDED = dateTime("uuuu-MM-dd'T'HH:mm:ss");

    private Scalars() {}

    /**
     * The value that this text is in this type. @throws BadValueException if it is none, or there
     * is no such type
     */
    static Object parse(String type, String text) {
        // BEGIN SOLUTION
        try {
            switch (type) {
                case "string":
                    return text;
                case "int":
                case "i4":
                    return Integer.parseInt(number(text));
                case "i8":
                    return Long.parseLong(number(text));
                case "double":
                    return finite(Double.parseDouble(number(text)));
                case "boolean":
                    return bool(text.strip());
                case "dateTime.iso8601":
                    return dateTime(text.strip(), text.contains("-") ? EXTENDED : BASIC);
                case "base64":
                    return base64(text);
                case "nil":
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
        return BASIC.format(value);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    // BEGIN SOLUTION
    /** Java's own parsers take more than XML-RPC does: NaN, 0x1p3, 1d, digits of other scripts. */
    private static String number(String text) {
        String digits = text.strip();
        for (int i = 0; i < digits.length(); i++) {
            if ("0123456789+-.eE".indexOf(digits.charAt(i)) < 0) {
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

    private static LocalDateTime dateTime(String text, DateTimeFormatter format) {
        return LocalDateTime.parse(text, format);
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    // END SOLUTION

    private static DateTimeFormatter dateTime(String pattern) {
        // Strict, or February 30th becomes the 28th without a word.
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }
}
