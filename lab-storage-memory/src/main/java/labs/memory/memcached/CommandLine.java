package labs.memory.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import labs.memory.cache.Key;

/**
 * A line of the text protocol, cut into words at its blanks. As memcached does, it cuts 23 words at
 * most at a time, and reads numbers as C does: a sign, digits, then a blank character or the end.
 */
final class CommandLine {
    static final int MAX_WORDS = 23;

    private final int[] starts = new int[MAX_WORDS];
    private final int[] lengths = new int[MAX_WORDS];
    private byte[] bytes = new byte[256];
    private int end;
    private int count;
    private int rest; // where the words go on that were not cut yet; or the end
    private long number;

    /** Takes a line without its end; it ends at its first NUL, too. */
    void read(ByteBuf in, int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        in.readBytes(bytes, 0, length);
        end = length;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                end = i;
                break;
            }
        }
        rest = 0;
        cut();
    }

    /** Cuts the next words. Returns whether there are any. */
    boolean cut() {
        count = 0;
        int at = rest;
        while (at < end && count < MAX_WORDS) {
            if (bytes[at] == ' ') {
                at++;
                continue;
            }
            int start = at;
            while (at < end && bytes[at] != ' ') {
                at++;
            }
            starts[count] = start;
            lengths[count++] = at - start;
        }
        rest = count == MAX_WORDS ? Math.min(end, at + 1) : end;
        return count > 0;
    }

    /** Is there a word with more bytes than this, cut or not? */
    boolean hasLongerWord(int most) {
        int start = 0;
        for (int at = 0; at <= end && end > most; at++) {
            if (at == end || bytes[at] == ' ') {
                if (at - start > most) {
                    return true;
                }
                start = at + 1;
            }
        }
        return false;
    }

    /** Forgets a line that needed much room. */
    void shrink() {
        if (bytes.length > 4096) {
            bytes = new byte[256];
        }
    }

    /** Words that were cut. */
    int count() {
        return count;
    }

    /** Are there words behind those that were cut? */
    boolean hasRest() {
        return rest < end;
    }

    int length(int word) {
        return lengths[word];
    }

    /** A byte of a word. */
    byte at(int word, int index) {
        return bytes[starts[word] + index];
    }

    boolean is(int word, byte[] text) {
        int start = starts[word];
        return Arrays.equals(bytes, start, start + lengths[word], text, 0, text.length);
    }

    /** The word as text, a character for each byte. */
    String text(int word) {
        return new String(bytes, starts[word], lengths[word], ISO_8859_1);
    }

    /** Makes a key of a word. It is valid until the next line. */
    Key key(int word, Key key) {
        return key.set(bytes, starts[word], lengths[word]);
    }

    void write(int word, ByteBuf out) {
        out.writeBytes(bytes, starts[word], lengths[word]);
    }

    /** The number that was read last. */
    long number() {
        return number;
    }

    /** Is this a number of 32 bits with a sign? The first bytes are skipped. */
    boolean isSigned32(int word, int skip) {
        return isSigned(word, skip) && number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
    }

    /** Is this a number of 64 bits that is not negative? What is above 32 bits is cut off. */
    boolean isUnsigned32(int word, int skip) {
        boolean good = isUnsigned64(word, skip);
        number &= 0xffff_ffffL;
        return good;
    }

    private boolean isSigned(int word, int skip) {
        return isNumber(word, skip, true);
    }

    /** Is this a number of 64 bits without sign? */
    boolean isUnsigned64(int word, int skip) {
        return isNumber(word, skip, false);
    }

    private boolean isNumber(int word, int skip, boolean signed) {
        int at = starts[word] + skip;
        int last = starts[word] + lengths[word];
        while (at < last && isBlank(bytes[at])) {
            at++;
        }
        boolean minus = at < last && bytes[at] == '-';
        if (minus || at < last && bytes[at] == '+') {
            at++;
        }
        int first = at;
        long value = 0;
        for (; at < last && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            int digit = bytes[at] - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false; // more than 64 bits
            }
            value = value * 10 + digit;
        }
        if (at == first || at < last && !isBlank(bytes[at])) {
            return false;
        }
        number = minus ? -value : value;
        // A number below zero is none without a sign; one above 2^63 is none with a sign.
        return signed ? value >= 0 : !(minus && number < 0);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
