package labs.compute.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lines of a prompt to statements. A statement ends with a semicolon that stands neither in quotes
 * nor in a comment; several may stand on a line. A line that is a word for the prompt itself, such
 * as {@code quit}, {@code tables} or {@code page 20}, needs none, if no statement is open. Not
 * thread-safe.
 */
public final class Statements {
    private static final Set<String> WORDS = Set.of("QUIT", "EXIT", "HELP", "TABLES", "PAGE");

    private String open = "";

    /** The statements that end on this line, without their semicolons. */
    public List<String> line(String line) {
        var statements = new ArrayList<String>();
        open = open + line + "\n";
        int from = 0;
        for (var tokens = new Tokens(open); tokens.next(); ) {
            if (tokens.upper().equals(";")) {
                add(open.substring(from, tokens.start()), statements);
                from = tokens.end();
            }
        }
        open = open.substring(from);
        if (isForThePrompt(open)) {
            statements.add(end());
        }
        open = isEmpty(open) ? "" : open;
        return statements;
    }

    private static void add(String text, List<String> to) {
        if (!isEmpty(text)) {
            to.add(text.stripTrailing());
        }
    }

    /** Nothing but blanks and comments that have ended. */
    private static boolean isEmpty(String text) {
        boolean isInComment = text.contains("/*") && !text.contains("*/");
        return !isInComment && !new Tokens(text).next();
    }

    /** What is left at the end of all lines; empty if nothing is. */
    public String end() {
        String last = open.strip();
        open = "";
        return isEmpty(last) ? "" : last;
    }

    /** Whether the next line goes on with a statement. */
    public boolean isOpen() {
        return !open.isEmpty();
    }

    /** Whether this is a word for the prompt, perhaps with a number behind it. */
    public static boolean isForThePrompt(String statement) {
        return WORDS.contains(word(statement));
    }

    /** Its first word, in capitals; empty if there is none. */
    public static String word(String statement) {
        List<String> words = words(statement);
        return words.isEmpty() ? "" : words.get(0);
    }

    /** Its words and signs, in capitals, without comments. */
    public static List<String> words(String statement) {
        var words = new ArrayList<String>();
        for (var tokens = new Tokens(statement); tokens.next(); ) {
            words.add(tokens.upper());
        }
        return words;
    }
}
