package labs.proxy.mysql.sql;

import java.util.Locale;

/**
 * A piece of SQL.
 *
 * @param text in capitals, without quotes
 * @param source as it was written, without quotes
 */
record Token(Kind kind, String text, String source) {
    Token(Kind kind, String source) {
        this(kind, source.toUpperCase(Locale.ROOT), source);
    }

    enum Kind {
        /** A keyword, a name, or a number. */
        WORD,
        /** A name in backquotes. */
        NAME,
        /** In single or double quotes. */
        STRING,
        /** {@code @x}: a variable of the user. The text has no {@code @}. */
        VARIABLE,
        /** {@code @@x}: a variable of the server. The text is without {@code @@} and scope. */
        SYSTEM_VARIABLE,
        /** One character of another kind. */
        SYMBOL,
        /** The beginning of a comment whose text the server executes. */
        EXECUTABLE_COMMENT,
        /** A comment before all else that says: at the primary. */
        HINT
    }

    /** Whether it is this word or symbol, and not quoted. */
    boolean is(String word) {
        return !isQuoted() && text.equals(word);
    }

    boolean isQuoted() {
        return kind == Kind.NAME || kind == Kind.STRING;
    }
}
