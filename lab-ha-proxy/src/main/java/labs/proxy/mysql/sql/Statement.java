package labs.proxy.mysql.sql;

/**
 * What a balancer must know about a statement.
 *
 * @param pins whether it leaves something in the session that lives on one server only, and that
 *     cannot be made again elsewhere: from then on the session stays on the primary
 * @param sql as it came
 * @param database {@link Kind#USE}: which one; else null
 */
public record Statement(Kind kind, boolean pins, String sql, String database) {
    public enum Kind {
        /** Changes nothing and locks nothing: any server may answer it, and answer it twice. */
        READ,
        /** Anything that is not known to be something else. */
        WRITE,
        /** {@code SET} of the session: must be done on each server that the session uses. */
        SETTING,
        /** {@code USE}: the same, with a name. */
        USE,
        /** {@code START TRANSACTION READ ONLY}: a replica can have it. */
        BEGIN_READ_ONLY,
        /** Asks about the statement before it, so only that one's server can answer. */
        ABOUT_LAST,
        /** Cannot mean through a balancer what it means without one. */
        REFUSED
    }
}
