package labs.rpc.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of UTF-8 that knows how to escape text. Not thread-safe. */
public final class XmlOutput {
    private byte[] buffer = new byte[1024];
    private int size;

    /** Tags, ready to be copied. */
    public static byte[] ascii(String tags) {
        return tags.getBytes(StandardCharsets.US_ASCII);
    }

    /** Appends tags as they are. */
    public XmlOutput markup(byte[] tags) {
        reserve(tags.length);
        System.arraycopy(tags, 0, buffer, size, tags.length);
        size += tags.length;
        return this;
    }

    /**
     * Appends text, escaped. @throws BadValueException at a character that no XML document can hold
     */
    public XmlOutput text(String text) {
        // BEGIN SOLUTION
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&') {
                buffer[size++] = (byte) c;
            } else {
                i += special(text, i) - 1;
                reserve(length - i);
            }
        }
        return this;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /** The text with U+FFFD in place of each character that no XML document can hold. */
    public static String replaceForbidden(String text) {
        // BEGIN SOLUTION
        return text.codePoints()
                .map(c -> isXmlCharacter(c) ? c : 0xfffd)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    // BEGIN SOLUTION
    /**
     * Appends the character at i, which may be a pair of surrogates, and returns how many chars it
     * took.
     */
    private int special(String text, int i) {
        int c = text.codePointAt(i);
        switch (c) {
            case '<':
                markup(LESS);
                break;
            case '>':
                markup(GREATER); // only "]]>" must be escaped, but it is cheaper to escape every
                // one
                break;
            case '&':
                markup(AMPERSAND);
                break;
            case '\r':
                markup(RETURN); // as it is, every reader would make a line feed of it
                break;
            default:
                if (!isXmlCharacter(c)) {
                    throw new BadValueException(
                            String.format("XML cannot hold the character U+%04X", c));
                }
                utf8(c);
        }
        return Character.charCount(c);
    }

    private static boolean isXmlCharacter(int c) {
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        return c >= ' ' ? !surrogate && c != 0xfffe && c != 0xffff : c == '\t' || c == '\n';
    }

    private void utf8(int c) {
        reserve(4);
        if (c < 0x80) {
            buffer[size++] = (byte) c;
        } else if (c < 0x800) {
            buffer[size++] = (byte) (0xc0 | c >> 6);
            continuation(c);
        } else if (c < 0x10000) {
            buffer[size++] = (byte) (0xe0 | c >> 12);
            continuation(c >> 6);
            continuation(c);
        } else {
            buffer[size++] = (byte) (0xf0 | c >> 18);
            continuation(c >> 12);
            continuation(c >> 6);
            continuation(c);
        }
    }

    private void continuation(int bits) {
        buffer[size++] = (byte) (0x80 | bits & 0x3f);
    }

    private static final byte[] LESS = ascii("&lt;");
    private static final byte[] GREATER = ascii("&gt;");
    private static final byte[] AMPERSAND = ascii("&amp;");
    private static final byte[] RETURN = ascii("&#13;");

    // END SOLUTION

    /** All that was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    private void reserve(int bytes) {
        if (buffer.length - size < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes));
        }
    }
}
