package labs.rpc.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A short cut through the usual document: UTF-8, the tags of XML-RPC without attributes, and text.
 * Most documents are of this kind, and a parser for all of XML spends most of its time on what is
 * not in them. At the first byte that it does not know it gives up, and {@link XmlInput} goes the
 * whole way with a real parser; it never judges what it does not know. Not thread-safe.
 */
final class PlainTags {
    private static final String[] NAMES = {
        "methodCall", "methodName", "methodResponse", "params", "param", "fault", "value", "i4",
        "int", "i8", "boolean", "string", "double", "dateTime.iso8601", "base64", "struct",
        "member", "name", "array", "data", "nil"
    };
    private static final int TABLE = 256;
    private static final byte[][] BYTES = new byte[TABLE][];
    private static final String[] STRINGS = new String[TABLE];
    private static final byte[] DECLARATION = XmlOutput.ascii("<?xml version=\"1.0\"");
    private static final byte[] ENCODING = XmlOutput.ascii(" encoding=\"UTF-8\"");
    private static final byte[] CDATA_END = XmlOutput.ascii("]]>");
    private static final byte[][] ENTITIES = {
        XmlOutput.ascii("&lt;"),
        XmlOutput.ascii("&gt;"),
        XmlOutput.ascii("&amp;"),
        XmlOutput.ascii("&quot;"),
        XmlOutput.ascii("&apos;"),
        XmlOutput.ascii("&#13;")
    };
    private static final int MAX_DEPTH = 3 * ValueWriter.MAX_DEPTH + 16;

    private final byte[] buffer;
    private final int end;
    private final String[] open = new String[MAX_DEPTH]; // the elements around the cursor
    private int depth;
    private int at; // behind the tag on which the cursor stands
    private int textStart;
    private int textEnd;
    private boolean ascii; // all of the text
    private boolean returns; // the text holds carriage returns
    private boolean entities; // the text holds some of ENTITIES
    private String name; // of the start tag; null on an end tag and at the end
    private boolean empty; // the start tag is its own end tag, too
    private boolean rootSeen;
    private boolean atEnd;

    static {
        for (String name : NAMES) {
            byte[] bytes = XmlOutput.ascii(name);
            int slot = slot(bytes, 0, bytes.length);
            while (BYTES[slot] != null) {
                slot = (slot + 1) % TABLE;
            }
            BYTES[slot] = bytes;
            STRINGS[slot] = name;
        }
    }

    private PlainTags(byte[] buffer, int at, int end) {
        this.buffer = buffer;
        this.at = at;
        this.end = end;
    }

    /** Before the first tag; or null if the document begins in an unusual way. */
    static PlainTags of(byte[] buffer, int offset, int length) {
        int end = offset + length;
        int at = offset;
        if (startsWith(buffer, at, end, DECLARATION)) {
            at += DECLARATION.length;
            at += startsWith(buffer, at, end, ENCODING) ? ENCODING.length : 0;
            if (at + 2 > end || buffer[at] != '?' || buffer[at + 1] != '>') {
                return null;
            }
            at += 2;
        } else if (end - at < 2 || buffer[at] != '<' || !isLetter(buffer[at + 1])) {
            return null; // another declaration, or perhaps UTF-16
        }
        return new PlainTags(buffer, at, end);
    }

    /** Goes to the next tag, or to the end. Returns false where only a real parser can go on. */
    boolean next() {
        textStart = at;
        if (empty) {
            empty = false;
            textEnd = at;
            return leave(open[depth - 1]);
        }
        if (!passText()) {
            return false;
        }
        if (depth == 0 && !isBlank()) {
            return false;
        }
        if (textEnd == end) {
            name = null;
            atEnd = true;
            textStart = end; // blanks behind the root are no text
            return rootSeen && depth == 0;
        }
        return passTag(textEnd + 1);
    }

    private boolean passText() {
        int i = at;
        ascii = true;
        returns = false;
        entities = false;
        for (; i < end && buffer[i] != '<'; i++) {
            byte b = buffer[i];
            if (b >= ' ') {
                if (b == '&') {
                    if (!isEntity(i)) {
                        return false;
                    }
                    entities = true;
                } else if (b == ']' && startsWith(buffer, i, end, CDATA_END)) {
                    return false;
                }
            } else if (b < 0) {
                if (b == (byte) 0xef) { // U+FFFE and U+FFFF are no characters of XML
                    return false;
                }
                ascii = false;
            } else if (b == '\r') {
                returns = true;
            } else if (b != '\n' && b != '\t') {
                return false;
            }
        }
        textEnd = i;
        return true;
    }

    private boolean passTag(int start) {
        boolean closing = start < end && buffer[start] == '/';
        int from = closing ? start + 1 : start;
        int i = from;
        while (i < end && buffer[i] != '>' && buffer[i] != '/') {
            i++;
        }
        String tag = known(from, i);
        if (tag == null || i == end) {
            return false;
        }
        boolean both = !closing && buffer[i] == '/';
        i += both ? 1 : 0;
        if (i == end || buffer[i] != '>') {
            return false;
        }
        at = i + 1;
        return closing ? leave(tag) : enter(tag, both);
    }

    private boolean enter(String tag, boolean both) {
        if (depth == MAX_DEPTH || depth == 0 && rootSeen) {
            return false;
        }
        rootSeen = true;
        open[depth++] = tag;
        name = tag;
        empty = both;
        return true;
    }

    private boolean leave(String tag) {
        if (depth == 0 || !open[depth - 1].equals(tag)) {
            return false;
        }
        depth--;
        name = null;
        return true;
    }

    /** The text between the tag before and this one. */
    String text() {
        if (textStart == textEnd) {
            return "";
        }
        String text =
                new String(buffer, textStart, textEnd - textStart, ascii ? ISO_8859_1 : UTF_8);
        text = returns ? text.replace("\r\n", "\n").replace('\r', '\n') : text;
        return entities ? resolved(text) : text;
    }

    private boolean isEntity(int i) {
        for (byte[] entity : ENTITIES) {
            if (startsWith(buffer, i, end, entity)) {
                return true;
            }
        }
        return false;
    }

    private static String resolved(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&#13;", "\r")
                .replace("&amp;", "&"); // last, or "&amp;lt;" would become "<"
    }

    /** Is that text nothing but blanks? */
    boolean isBlank() {
        for (int i = textStart; i < textEnd; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    String name() {
        return name;
    }

    boolean atEnd() {
        return atEnd;
    }

    /** The element whose end tag the cursor stands on: an element that was open until now. */
    String closed() {
        return open[depth];
    }

    private String known(int from, int to) {
        int slot = from == to ? -1 : slot(buffer, from, to);
        while (slot >= 0 && BYTES[slot] != null) {
            if (is(BYTES[slot], from, to)) {
                return STRINGS[slot];
            }
            slot = (slot + 1) % TABLE;
        }
        return null;
    }

    private boolean is(byte[] tag, int from, int to) {
        int i = to - from == tag.length ? 0 : -1;
        while (i >= 0 && i < tag.length && tag[i] == buffer[from + i]) {
            i++;
        }
        return i == tag.length;
    }

    private static int slot(byte[] bytes, int from, int to) {
        return 31 * (to - from) + 7 * bytes[from] + bytes[to - 1] & TABLE - 1;
    }

    private static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }

    private static boolean startsWith(byte[] buffer, int at, int end, byte[] start) {
        return at + start.length <= end
                && Arrays.equals(buffer, at, at + start.length, start, 0, start.length);
    }
}
