package labs.rpc.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of dates. */
final class Dates {
    private static final DateTimeFormatter BASIC = formatter("uuuuMMdd'T'HH:mm:ss");
    private static final DateTimeFormatter EXTENDED = formatter("uuuu-MM-dd'T'HH:mm:ss");
    private static final int LONGEST = 64;
    private static final Pattern ANY =
            Pattern.compile(
                    "(?<year>[0-9]{4})-?(?<month>[0-9]{2})-?(?<day>[0-9]{2})"
                            + "(?:[Tt ](?<hour>[0-9]{2}):?(?<minute>[0-9]{2})"
                            + "(?::?(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]+))?)?"
                            + " ?(?<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    /** How databases and the languages around them say that there is no date. */
    private static final Pattern ZERO = Pattern.compile("0000-?00-?00.*|-0*1-?11-?30.*");

    private Dates() {}

    static Object strict(String text) {
        return LocalDateTime.parse(text, text.contains("-") ? EXTENDED : BASIC);
    }

    static Object lenient(String text) {
        // BEGIN SOLUTION
        if (text.length() > LONGEST) {
            throw new DateTimeException("too long for a date");
        }
        Matcher date = ANY.matcher(text);
        if (text.isEmpty() || ZERO.matcher(text).matches()) {
            return null;
        } else if (!date.matches()) {
            throw new DateTimeException("no date");
        }
        LocalDateTime time =
                LocalDateTime.of(
                        number(date, "year"),
                        number(date, "month"),
                        number(date, "day"),
                        number(date, "hour"),
                        number(date, "minute"),
                        number(date, "second"),
                        nanos(date.group("fraction")));
        String zone = date.group("zone");
        return zone == null ? time : inUtc(time, zone);
        // END SOLUTION
        // STUB: return strict(text);
    }

    /** A time to the second, as XML-RPC wants it. */
    static String format(LocalDateTime value) {
        return BASIC.format(value);
    }

    static LocalDateTime inUtc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    // BEGIN SOLUTION
    private static int number(Matcher date, String part) {
        return date.group(part) == null ? 0 : Integer.parseInt(date.group(part));
    }

    private static int nanos(String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static LocalDateTime inUtc(LocalDateTime time, String zone) {
        return inUtc(time.toInstant(ZoneOffset.of(zone.toUpperCase(java.util.Locale.ROOT))));
    }

    // END SOLUTION

    private static DateTimeFormatter formatter(String pattern) {
        // Strict, or February 30th becomes the 28th without a word.
        return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
    }
}
