package labs.proxy.mysql.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens as MariaDB does, as far as it matters for what a statement is: comments are
 * left out, and what is quoted is one token. It never fails: a string without an end goes to the
 * end, and the server will say what is wrong.
 */
final class Lexer {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static List<Token> tokens(String sql) {
        var lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '#' || (looking("--") && blank(at + 2))) {
            skipBehind("\n", at);
        } else if (looking("/*!") || looking("/*M!")) {
            tokens.add(new Token(Token.Kind.EXECUTABLE_COMMENT, ""));
            at += 3;
        } else if (looking("/*")) {
            skipBehind("*/", at + 2);
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

    /** Goes behind a quoted text, which begins here, and returns it. */
    private String quoted(char quote) {
        var text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && quote != '`') {
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
            at++;
        }
        return sql.substring(begin, at);
    }

    private static boolean wordy(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
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
                if (name.equalsIgnoreCase("GLOBAL")) {
                    tokens.add(new Token(Token.Kind.WORD, name));
                }
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
