package labs.proxy.mysql.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens as MariaDB does, as far as it matters for what a statement is: comments are
 * left out, and what is quoted is one token. It never fails: a string without an end goes to the
 * end, and the server will say what is wrong.
 */
final class Lexer {
    private static final String HINT = "primary";

    private final String sql;
    private final Dialect dialect;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    static List<Token> tokens(String sql, Dialect dialect) {
        var lexer = new Lexer(sql, dialect);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (dialect.characters().isBlank(c)) {
            at++;
        } else if (c == '#' || (looking("--") && blank(at + 2))) {
            skipBehind("\n", at);
        } else if (looking("/*!") || looking("/*M!")) {
            tokens.add(new Token(Token.Kind.EXECUTABLE_COMMENT, ""));
            at += 3;
        } else if (looking("/*")) {
            comment();
        } else if (c == '\'' || c == '"') {
            tokens.add(new Token(Token.Kind.STRING, quoted(c)));
        } else if (c == '`') {
            tokens.add(new Token(Token.Kind.NAME, quoted(c)));
        } else if (c == '@' && !inTheMiddle()) {
            variable();
        } else if (wordy(c)) {
            tokens.add(new Token(Token.Kind.WORD, word()));
        } else {
            tokens.add(new Token(Token.Kind.SYMBOL, String.valueOf(c)));
            at++;
        }
    }

    private boolean looking(String text) {
        return sql.startsWith(text, at);
    }

    // Two minus signs begin a comment only before a blank: 5--1 is 6.
    private boolean blank(int index) {
        return index >= sql.length() || sql.charAt(index) <= ' ';
    }

    private void skipBehind(String end, int from) {
        int found = sql.indexOf(end, from);
        at = found < 0 ? sql.length() : found + end.length();
    }

    // At the beginning one may say where a read is to be done.
    private void comment() {
        int begin = at + 2;
        skipBehind("*/", begin);
        if (tokens.isEmpty()
                && at >= begin + 2
                && sql.substring(begin, at - 2).strip().equalsIgnoreCase(HINT)) {
            tokens.add(new Token(Token.Kind.HINT, ""));
        }
    }

    /** Goes behind a quoted text, which begins here, and returns it. */
    private String quoted(char quote) {
        var text = new StringBuilder();
        boolean escapes =
                dialect.backslashEscapes()
                        && (quote == '\'' || (quote == '"' && !dialect.ansiQuotes()));
        at++;
        while (at < sql.length()) {
            boolean pair = dialect.characters().isPair(sql, at);
            char c = sql.charAt(at++);
            if (pair) {
                text.append(c).append(sql.charAt(at++));
            } else if (c == '\\' && escapes) {
                at++;
            } else if (c != quote) {
                text.append(c);
            } else if (at < sql.length() && sql.charAt(at) == quote) {
                text.append(quote);
                at++;
            } else {
                return text.toString();
            }
        }
        at = sql.length();
        return text.toString();
    }

    private String word() {
        int begin = at;
        while (at < sql.length() && wordy(sql.charAt(at))) {
            at += dialect.characters().isPair(sql, at) ? 2 : 1;
        }
        return sql.substring(begin, at);
    }

    private boolean wordy(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || (c >= 0x80 && !dialect.characters().isBlank(c));
    }

    // user@host is a name of somebody, and no variable.
    private boolean inTheMiddle() {
        return at > 0 && (wordy(sql.charAt(at - 1)) || "`'\"".indexOf(sql.charAt(at - 1)) >= 0);
    }

    private void variable() {
        boolean system = looking("@@");
        at += system ? 2 : 1;
        String name = name();
        if (system) {
            while (at < sql.length() && sql.charAt(at) == '.') {
                tokens.add(new Token(Token.Kind.WORD, name)); // the scope
                at++;
                name = name();
            }
        }
        tokens.add(new Token(system ? Token.Kind.SYSTEM_VARIABLE : Token.Kind.VARIABLE, name));
    }

    private String name() {
        if (at < sql.length() && "`'\"".indexOf(sql.charAt(at)) >= 0) {
            return quoted(sql.charAt(at));
        }
        return word();
    }
}
