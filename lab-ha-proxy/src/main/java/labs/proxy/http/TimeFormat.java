package labs.proxy.http;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import labs.proxy.config.Sample;

/** {@code utime} and {@code ltime}: seconds since 1970 as a date, by the letters of strftime. */
final class TimeFormat {
    private static final Map<Character, DateTimeFormatter> LETTERS = new HashMap<>();

    static {
        letter('Y', "yyyy");
        letter('y', "yy");
        letter('m', "MM");
        letter('d', "dd");
        letter('j', "DDD");
        letter('H', "HH");
        letter('I', "hh");
        letter('M', "mm");
        letter('S', "ss");
        letter('p', "a");
        letter('a', "EEE");
        letter('A', "EEEE");
        letter('b', "MMM");
        letter('h', "MMM");
        letter('B', "MMMM");
        letter('T', "HH:mm:ss");
        letter('R', "HH:mm");
        letter('D', "MM/dd/yy");
        letter('F', "yyyy-MM-dd");
        letter('z', "xx");
        letter('Z', "zzz");
    }

    private TimeFormat() {}

    private static void letter(char letter, String pattern) {
        LETTERS.put(letter, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
    }

    static SampleValues.Converter converter(Sample.Call call, ZoneId zone) {
        String format = call.argument(0, "");
        long offset = Long.parseLong(call.argument(1, "0"));
        return (value, seen) -> {
            Long seconds = SampleValues.number(value);
            return seconds == null
                    ? null
                    : format(format, Instant.ofEpochSecond(seconds + offset).atZone(zone));
        };
    }

    private static String format(String format, ZonedDateTime time) {
        var text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            char letter = format.charAt(++i);
            if (letter == 's') {
                text.append(time.toEpochSecond());
            } else if (LETTERS.containsKey(letter)) {
                LETTERS.get(letter).formatTo(time, text);
            } else {
                text.append(letter == '%' ? "%" : "%" + letter);
            }
        }
        return text.toString();
    }
}
