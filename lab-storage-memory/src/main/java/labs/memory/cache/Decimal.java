package labs.memory.cache;

import java.nio.ByteBuffer;

/** Numbers in items: decimal digits, without sign, of 64 bits, as C's strtoull reads them. */
final class Decimal {
    private static final int MAX_DIGITS = 20;

    private Decimal() {}

    /**
     * Reads blanks, perhaps a sign, and digits up to a blank or the end.
     *
     * @return the number, without sign; null if there is none
     */
    static Long read(ByteBuffer page, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end && isBlank(page.get(at))) {
            at++;
        }
        boolean minus = at < end && page.get(at) == '-';
        if (minus || at < end && page.get(at) == '+') {
            at++;
        }
        int first = at;
        long value = 0;
        for (; at < end && isDigit(page.get(at)); at++) {
            int digit = page.get(at) - '0';
            if (overflows(value, digit)) {
                return null;
            }
            value = value * 10 + digit;
        }
        boolean ended = at == end || isBlank(page.get(at)) || page.get(at) == 0;
        long signed = minus ? -value : value;
        return at == first || !ended || minus && signed < 0 ? null : signed;
    }

    private static boolean overflows(long value, int digit) {
        long most = Long.divideUnsigned(-1L, 10);
        int compared = Long.compareUnsigned(value, most);
        return compared > 0 || compared == 0 && digit > 5; // 2^64 - 1 ends with a 5
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }

    /** The digits of a number without sign. */
    static byte[] digits(long value) {
        byte[] digits = new byte[MAX_DIGITS];
        int at = MAX_DIGITS;
        long rest = value;
        do {
            digits[--at] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        return java.util.Arrays.copyOfRange(digits, at, MAX_DIGITS);
    }
}
