package labs.compute.table;

import java.io.IOException;
import java.nio.file.Path;

/** A line is not what its table's lines are; the message says where, and what was expected. */
public final class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedLineException(Path file, long line, String text, String expected) {
        super(file + ", line " + line + ": expected " + expected + ", found " + shown(text));
    }

    /**
     * @param why which column it is, and what is wrong with it
     */
    MalformedLineException(Path file, long line, String text, String expected, String why) {
        super(
                "%s, line %d: expected %s, found %s: %s"
                        .formatted(file, line, expected, shown(text), why));
    }

    /** In quotes, with what nobody sees written out. */
    static String shown(String text) {
        if (text.isEmpty()) {
            return "an empty line";
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.append(shown(c)));
        return "\"" + shown + "\"";
    }

    private static String shown(int c) {
        boolean isSeen = c == ' ' || c > ' ' && c < 127 || c > 127 && Character.isLetterOrDigit(c);
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> isSeen ? Character.toString(c) : String.format("\\u%04x", c);
        };
    }
}
