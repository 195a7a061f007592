package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Cuts one line into words as HAProxy does. Blanks part words, {@code #} begins a comment. Between
 * single quotes every character stands for itself. Between double quotes blanks, {@code #} and
 * {@code '} do, and {@code $NAME} or {@code ${NAME}} is replaced by that variable, by nothing if
 * there is none, and {@code ${NAME-instead}} by what stands behind the {@code -} then. Outside
 * single quotes a backslash stands before a blank, {@code \}, {@code #} or a quote that is meant
 * literally, and {@code \n}, {@code \r}, {@code \t}, {@code \xHH} are what they are in C; before
 * anything else it stands for itself.
 */
final class Tokenizer {
    private static final char NONE = 0;

    private final String line;
    private final UnaryOperator<String> variables;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;
    private int at;

    private Tokenizer(String line, UnaryOperator<String> variables) {
        this.line = line;
        this.variables = variables;
    }

    /**
     * Cuts one line.
     *
     * @param variables the value of a variable, null if it has none
     * @throws LineException if a quote is not closed or an escape is not complete
     */
    static List<String> words(String line, UnaryOperator<String> variables) {
        return new Tokenizer(line, variables).words();
    }

    private List<String> words() {
        while (at < line.length() && !comment()) {
            step(line.charAt(at++));
        }
        if (quote != NONE) {
            throw new LineException("a quote (" + quote + ") that is not closed on its line");
        }
        endWord();
        return words;
    }

    private boolean comment() {
        return line.charAt(at) == '#' && quote == NONE;
    }

    private void step(char c) {
        if ((c == '"' || c == '\'') && (quote == NONE || quote == c)) {
            quote = quote == NONE ? c : NONE;
            inWord = true;
        } else if (c == '\\' && quote != '\'') {
            add(escaped());
        } else if (c == '$' && quote == '"') {
            inWord = true;
            word.append(variable());
        } else if (Character.isWhitespace(c) && quote == NONE) {
            endWord();
        } else {
            add(c);
        }
    }

    private void add(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private char escaped() {
        char c = at < line.length() ? line.charAt(at) : NONE;
        return switch (c) {
            case ' ', '\\', '#', '"', '\'' -> take(c);
            case '$' -> quote == '"' ? take(c) : '\\';
            case 'n' -> take('\n');
            case 'r' -> take('\r');
            case 't' -> take('\t');
            case 'x' -> hex();
            default -> '\\';
        };
    }

    private char take(char meant) {
        at++;
        return meant;
    }

    private char hex() {
        int end = at + 3;
        if (end > line.length() || !line.substring(at + 1, end).matches("[0-9a-fA-F]{2}")) {
            throw new LineException("\\x without two hexadecimal digits");
        }
        char c = (char) Integer.parseInt(line.substring(at + 1, end), 16);
        at = end;
        return c;
    }

    private String variable() {
        boolean braced = at < line.length() && line.charAt(at) == '{';
        int from = braced ? at + 1 : at;
        int to = from;
        while (to < line.length() && nameCharacter(line.charAt(to))) {
            to++;
        }
        int end = braced ? line.indexOf('}', to) : to;
        boolean otherwise = braced && end > to && line.charAt(to) == '-';
        if (to == from || end < 0 || (braced && end != to && !otherwise)) {
            throw new LineException(
                    "a $ without a variable's name: $NAME, ${NAME}, ${NAME-instead} or \\$");
        }
        at = braced ? end + 1 : end;
        String value = variables.apply(line.substring(from, to));
        String instead = otherwise ? line.substring(to + 1, end) : "";
        return value == null ? instead : value;
    }

    private static boolean nameCharacter(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }
}
