package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;

/**
 * The start line and the fields of a message, as they came: marks into the bytes, nothing copied.
 * Bytes above 127 are read as ISO 8859-1, so that nothing is lost. Immutable.
 */
public final class Head {
    private static final byte[] LOWER = lower();

    private final byte[] bytes;
    private final int[] marks; // from, to: the three parts of the start line, then name and value…
    private final int fields;
    private final int version; // which mark it begins at

    Head(byte[] bytes, int[] marks, int fields, boolean request) {
        this.bytes = bytes;
        this.marks = marks;
        this.fields = fields;
        this.version = request ? 4 : 0;
    }

    private static byte[] lower() {
        byte[] lower = new byte[256];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 'a' - 'A' : i);
        }
        return lower;
    }

    private String text(int mark) {
        return new String(bytes, marks[mark], marks[mark + 1] - marks[mark], ISO_8859_1);
    }

    /** Of a request. */
    public String method() {
        return text(0);
    }

    /** Of a request: where it goes, as it stands in the first line. */
    public String target() {
        return text(2);
    }

    /** Of a response: three digits. */
    public int status() {
        int from = marks[2];
        return (bytes[from] - '0') * 100 + (bytes[from + 1] - '0') * 10 + bytes[from + 2] - '0';
    }

    /** Whether it is HTTP/1.1 or later, and not 1.0: who speaks 1.2 understands 1.1, too. */
    public boolean isVersion11() {
        return major() > '1' || (major() == '1' && minor() > '0');
    }

    private byte major() {
        return bytes[marks[version] + 5];
    }

    private byte minor() {
        return bytes[marks[version] + 7];
    }

    /** How many fields. */
    public int fields() {
        return fields;
    }

    public String name(int field) {
        return text(6 + 4 * field);
    }

    public String value(int field) {
        return text(8 + 4 * field);
    }

    /** Whether that field has this name, which is given in small letters. */
    public boolean isNamed(int field, String name) {
        int from = marks[6 + 4 * field];
        int length = marks[7 + 4 * field] - from;
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (LOWER[bytes[from + i] & 0xff] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** How long it is on the wire. */
    int length() {
        return bytes.length;
    }

    void writeStartLine(ByteBuf out) {
        int from = out.writerIndex();
        out.writeBytes(bytes, 0, marks[6 - 1]).writeShort(CRLF);
        if (major() != '1' || minor() > '1') {
            // What goes out is of this proxy's own version.
            out.setByte(from + marks[version] + 5, '1');
            out.setByte(from + marks[version] + 7, isVersion11() ? '1' : '0');
        }
    }

    void writeField(int field, ByteBuf out) {
        int from = marks[6 + 4 * field];
        int to = marks[9 + 4 * field];
        out.writeBytes(bytes, from, to - from).writeShort(CRLF);
    }

    static final int CRLF = '\r' << 8 | '\n';
}
