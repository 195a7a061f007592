package labs.proxy.mysql.sql;

/**
 * How a session's server reads SQL.
 *
 * @param backslashEscapes not with {@code NO_BACKSLASH_ESCAPES}
 * @param ansiQuotes whether what is in double quotes is a name, in which no backslash escapes
 */
public record Dialect(boolean backslashEscapes, boolean ansiQuotes, CharacterSet characters) {
    /** A server's own. */
    public static final Dialect DEFAULT = new Dialect(true, false, CharacterSet.SAFE);
}
