package labs.proxy.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, times and sizes, as HAProxy writes them. */
final class Values {
    private static final Pattern TIME = Pattern.compile("(\\d{1,18})(us|ms|s|m|h|d)?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})([kmgKMG]?)");
    private static final BigInteger LONGEST =
            BigInteger.valueOf(Integer.MAX_VALUE).multiply(BigInteger.valueOf(1000));
    private static final Map<String, Long> MICROSECONDS =
            Map.of(
                    "us", 1L,
                    "ms", 1000L,
                    "s", 1_000_000L,
                    "m", 60_000_000L,
                    "h", 3_600_000_000L,
                    "d", 86_400_000_000L);

    private Values() {}

    static int number(String word, String what, int min, int max) {
        if (word.matches("-?\\d{1,10}")) {
            long value = Long.parseLong(word);
            if (value >= min && value <= max) {
                return (int) value;
            }
        }
        throw new LineException(
                "%s '%s' is not a number from %d to %d".formatted(what, word, min, max));
    }

    /** Milliseconds if there is no unit; rounded up to whole ones, at most 2^31 - 1. */
    static Duration time(String word, String what) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new LineException(
                    "%s '%s' is not a time: a number and us, ms, s, m, h or d (ms if none)"
                            .formatted(what, word));
        }
        String unit = time.group(2) == null ? "ms" : time.group(2);
        BigInteger micros =
                new BigInteger(time.group(1)).multiply(BigInteger.valueOf(MICROSECONDS.get(unit)));
        if (micros.compareTo(LONGEST) > 0) {
            throw new LineException("%s '%s' is longer than 2147483647 ms".formatted(what, word));
        }
        return Duration.ofMillis((micros.longValueExact() + 999) / 1000);
    }

    /** A number of things, with k, m or g for 2^10, 2^20 or 2^30 of them. */
    static int size(String word, String what) {
        Matcher size = SIZE.matcher(word);
        if (size.matches()) {
            int shift = 10 * " kmg".indexOf((size.group(2) + " ").toLowerCase().charAt(0));
            BigInteger value = new BigInteger(size.group(1)).shiftLeft(shift);
            if (value.signum() > 0 && value.bitLength() < Integer.SIZE) {
                return value.intValueExact();
            }
        }
        throw new LineException(
                "%s '%s' is not a size from 1 to 2147483647, with k, m or g or without"
                        .formatted(what, word));
    }
}
