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
    private int[] open = new int[16]; // slots of the elements around the cursor; grows
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
            return leave();
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
        if (start < end && buffer[start] == '/') {
            return passEndTag(start + 1);
        }
        int i = start;
        while (i < end && buffer[i] != '>' && buffer[i] != '/') {
            i++;
        }
        int tag = known(start, i);
        if (tag < 0 || i == end) {
            return false;
        }
        boolean both = buffer[i] == '/';
        i += both ? 1 : 0;
        if (i == end || buffer[i] != '>') {
            return false;
        }
        at = i + 1;
        return enter(tag, both);
    }

    /** It can only be that of the innermost element: its name need not be looked up. */
    private boolean passEndTag(int start) {
        if (depth == 0) {
            return false;
        }
        byte[] tag = BYTES[open[depth - 1]];
        int i = start + tag.length;
        if (i >= end || buffer[i] != '>' || !is(tag, start, i)) {
            return false;
        }
        at = i + 1;
        return leave();
    }

    private boolean enter(int tag, boolean both) {
        if (depth == MAX_DEPTH || depth == 0 && rootSeen) {
            return false;
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        rootSeen = true;
        open[depth++] = tag;
        name = STRINGS[tag];
        empty = both;
        return true;
    }

    private boolean leave() {
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
        StringBuilder resolved = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
            int end = text.indexOf(';', at);
            resolved.append(text, from, at).append(character(text.substring(at + 1, end)));
            from = end + 1;
        }
        return resolved.append(text, from, text.length()).toString();
    }

    private static char character(String entity) {
        return switch (entity) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            case "apos" -> '\'';
            case "#13" -> '\r';
            default -> '&';
        };
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
        return STRINGS[open[depth]];
    }

    /** The slot of this tag, or -1. */
    private int known(int from, int to) {
        int slot = from == to ? -1 : slot(buffer, from, to);
        while (slot >= 0 && BYTES[slot] != null) {
            if (is(BYTES[slot], from, to)) {
                return slot;
            }
            slot = (slot + 1) % TABLE;
        }
        return -1;
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
