package labs.compute.sql;

import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The words and signs of a text, without blanks and comments; what stands in quotes is one of them.
 * It knows just enough of SQL not to take a semicolon in a comment for an end. Not thread-safe.
 */
final class Tokens {
    private final String text;
    private int start;
    private int end;

    Tokens(String text) {
        this.text = text;
    }

    /** Goes on to the next; false behind the last. */
    boolean next() {
        start = behindBlanks(end);
        if (start == text.length()) {
            return false;
        }
        end = endOf(start);
        return true;
    }

    private int behindBlanks(int from) {
        int at = from;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                at = behind("\n", at);
            } else if (isComment(at)) {
                at = behind("*/", at + 2);
            } else {
                return at;
            }
        }
        return at;
    }

    private boolean isComment(int at) {
        return text.startsWith("/*", at) && !text.startsWith("/*+", at); // that is a hint
    }

    private int behind(String mark, int from) {
        int at = text.indexOf(mark, from);
        return at < 0 ? text.length() : at + mark.length();
    }

    private int endOf(int from) {
        char first = text.charAt(from);
        if (first == '\'' || first == '"') {
            return behind(String.valueOf(first), from + 1);
        }
        int at = from + 1;
        while (isInWord(first) && at < text.length() && isInWord(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isInWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
    }

    /** The token, in capitals. */
    String upper() {
        return text.substring(start, end).toUpperCase(Locale.ROOT);
    }

    /** Where it starts in the text, from 0. */
    int start() {
        return start;
    }

    /** Behind its last character. */
    int end() {
        return end;
    }

    /** Where it starts, as parsers count. */
    SqlParserPos place() {
        String before = text.substring(0, start);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new SqlParserPos(line, start - before.lastIndexOf('\n'));
    }
}
