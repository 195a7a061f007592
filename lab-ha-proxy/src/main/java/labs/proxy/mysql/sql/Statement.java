package labs.proxy.mysql.sql;

import java.util.Set;

/**
 * What a balancer must know about a statement.
 *
 * @param pins whether it leaves something in the session that lives on one server only, and that
 *     cannot be made again elsewhere: from then on the session stays on the primary
 * @param sql as it came
 * @param database {@link Kind#USE}, {@link Trait#DROPS_DATABASE}: which one; else null
 */
public record Statement(Kind kind, boolean pins, String sql, String database, Set<Trait> traits) {
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
        /** {@link Kill}: of a connection to the balancer, which finds those behind it. */
        KILL,
        /** {@code SHOW BALANCER STATUS}: the balancer itself answers. */
        BALANCER_STATUS,
        /** Cannot mean through a balancer what it means without one. */
        REFUSED
    }

    /** What else there is to know, whatever the kind. */
    public enum Trait {
        /** Asks how many rows the statement before it changed. */
        ROW_COUNT,
        /** Asks for warnings and errors of the statements before it. */
        DIAGNOSTICS,
        /** Asks how many rows the last {@code SELECT} found. */
        FOUND_ROWS,
        /** Asks for {@code LAST_INSERT_ID()}, which the primary alone knows. */
        INSERT_ID,
        /** Names no table: it leaves the warnings of the statement before. */
        NO_TABLES,
        /** A read that must be done by the primary. */
        AT_PRIMARY,
        /** Perhaps SQL is read in another way from now on. */
        DIALECT,
        /** Holds for the next transaction alone. */
        ONE_SHOT,
        /** A setting that says the same wherever and however often it is done. */
        CONSTANT,
        /** Pins only because it has variables of the user. */
        VARIABLES,
        /** Commits the transaction that there is, and begins something else. */
        ENDS_TRANSACTION,
        /** A server refuses it in a read-only transaction. */
        FAILS_READ_ONLY,
        /** {@code DROP DATABASE}. */
        DROPS_DATABASE,
        /** Wants a file of the client's. */
        LOCAL_FILE
    }

    public Statement(Kind kind, boolean pins, String sql, String database) {
        this(kind, pins, sql, database, Set.of());
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }
}
