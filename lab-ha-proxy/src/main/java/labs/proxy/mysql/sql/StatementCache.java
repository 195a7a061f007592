package labs.proxy.mysql.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what plain {@code SELECT}s are, by their shape: the text with each number and each
 * string replaced by one. Clients say the same few again and again, with other values. What holds
 * anything that is read in more than one way (a backslash, a comment, a variable, a letter beyond
 * ASCII) is classified each time. Thread-safe.
 *
 * <pre>
 *   SELECT v FROM t WHERE id = 4711 AND n = 'Anna'  ─▶  SELECT v FROM t WHERE id = 0 AND n = ''
 * </pre>
 */
public final class StatementCache {
    private static final int LONGEST = 2048; // of a text that is looked up
    private static final int MOST = 1000; // shapes
    private static final String BEGIN = "SELECT ";
    private static final String PLAIN = " \t\r\n()*+,.<=>!%_?";

    private final Map<String, Statement> byShape = new ConcurrentHashMap<>();

    /** The same as {@link Classifier#classify(String, Dialect)}. */
    public Statement classify(String sql, Dialect dialect) {
        String shape = shape(sql);
        if (shape == null) {
            return Classifier.classify(sql, dialect);
        }
        Statement known = byShape.get(shape);
        if (known == null) {
            known = Classifier.classify(sql, dialect);
            if (byShape.size() < MOST) {
                byShape.put(shape, known);
            }
        }
        return new Statement(known.kind(), known.pins(), sql, known.database(), known.traits());
    }

    /** Null if it is not so plain that its shape says all. */
    static String shape(String sql) {
        if (sql.length() > LONGEST
                || !sql.regionMatches(true, 0, BEGIN, 0, BEGIN.length())
                || sql.indexOf('\\') >= 0) {
            return null;
        }
        var shape = new StringBuilder(sql.length());
        boolean inWord = false;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean digit = isDigit(c);
            if (c == '\'') {
                i = sql.indexOf('\'', i + 1);
                if (i < 0) {
                    return null;
                }
                shape.append("''");
            } else if (digit && !inWord) {
                i = endOfNumber(sql, i);
                shape.append('0');
            } else if (digit || isLetter(c) || PLAIN.indexOf(c) >= 0 || isMinus(sql, i)) {
                shape.append(c);
            } else {
                return null;
            }
            inWord = isLetter(c) || c == '_' || (digit && inWord);
        }
        return shape.toString();
    }

    private static int endOfNumber(String sql, int at) {
        int end = at;
        while (end + 1 < sql.length()
                && (isDigit(sql.charAt(end + 1)) || isLetter(sql.charAt(end + 1)))) {
            end++;
        }
        return end;
    }

    // Two of them may begin a comment.
    private static boolean isMinus(String sql, int at) {
        return sql.charAt(at) == '-' && at + 1 < sql.length() && sql.charAt(at + 1) != '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
