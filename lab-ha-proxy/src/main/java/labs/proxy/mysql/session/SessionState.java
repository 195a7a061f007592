package labs.proxy.mysql.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.protocol.Status;
import labs.proxy.mysql.sql.Statement;

/**
 * What one client has told its servers so far, and therefore where its next statement must go. Not
 * thread-safe.
 *
 * <pre>
 *             READ, BEGIN_READ_ONLY           WRITE               SETTING, USE, ABOUT_LAST
 *   free      REPLICA                         PRIMARY             where the last one was
 *   in a transaction, of either kind: where it began, whatever comes
 *   autocommit is off, or the session is pinned: PRIMARY, whatever comes
 * </pre>
 *
 * <ol>
 *   <li>Whether there is a transaction, and whether autocommit is on, only the server knows: {@link
 *       Status} of its last answer says it. An answer that is only an error says nothing, and
 *       changes nothing.
 *   <li>Once pinned, a session is pinned until it is reset. It becomes so by a statement that pins,
 *       also if that failed; when a server says {@link Status#NO_BACKSLASH_ESCAPES}, which our
 *       lexer does not know; and with more than {@value #MOST_SETTINGS} different settings.
 *   <li>A setting that failed is not kept. One that comes again has its place at the end.
 *   <li>With {@code readYourWrites}: after a write on the primary reads may go to a replica only
 *       when it is known how far the replica must be. If the connection is lost before that was
 *       asked, reads go to the primary, until a later write is known.
 * </ol>
 */
public final class SessionState {
    /** So many different settings are kept. */
    public static final int MOST_SETTINGS = 64;

    private final boolean readYourWrites;
    private final Map<String, Setting> settings = new LinkedHashMap<>(); // by SQL, oldest first
    private long version;
    private String database; // null: none
    private Place transaction; // null: none
    private boolean autocommit = true;
    private boolean pinned;
    private Place last = Place.REPLICA;
    private boolean writeUnseen; // a write whose position is still to be asked
    private boolean positionLost;
    private String position = ""; // how far a replica must be; empty: anywhere

    /**
     * @param database null for none
     */
    public SessionState(String database, boolean readYourWrites) {
        this.database = database;
        this.readYourWrites = readYourWrites;
    }

    /** Why this statement goes nowhere; empty if it may go. */
    public Optional<SqlError> refuse(Statement statement) {
        if (statement.kind() == Statement.Kind.REFUSED) {
            return Optional.of(
                    new SqlError(
                            SqlError.NOT_SUPPORTED,
                            "42000",
                            "KILL names a connection of a server; end your own connection"));
        }
        if (statement.pins() && transaction == Place.REPLICA) {
            return Optional.of(
                    new SqlError(
                            SqlError.NOT_SUPPORTED,
                            "42000",
                            "the read-only transaction is on a replica, and this must be on the"
                                    + " primary"));
        }
        return Optional.empty();
    }

    /**
     * Where this statement must go. Where there is no replica, the primary takes what is for one.
     */
    public Place place(Statement statement) {
        // BEGIN SOLUTION
        if (transaction != null) {
            return transaction;
        }
        if (pinned || !autocommit) {
            return Place.PRIMARY;
        }
        return switch (statement.kind()) {
            case READ, BEGIN_READ_ONLY -> positionLost ? Place.PRIMARY : Place.REPLICA;
            case SETTING, USE, ABOUT_LAST -> last;
            default -> Place.PRIMARY;
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /**
     * A statement was answered to its end.
     *
     * @param where by which server: the primary may have done what was for a replica
     * @param status the last that was said in the answer; -1 if none was
     */
    public void answered(Statement statement, Place where, int status, boolean failed) {
        // BEGIN SOLUTION
        last = where;
        if (status >= 0) {
            transaction = (status & Status.IN_TRANSACTION) != 0 ? where : null;
            autocommit = (status & Status.AUTOCOMMIT) != 0;
            pinned |= (status & Status.NO_BACKSLASH_ESCAPES) != 0;
        }
        pinned |= statement.pins();
        switch (statement.kind()) {
            case SETTING -> {
                if (!failed) {
                    keep(statement.sql());
                }
            }
            case USE -> database = failed ? database : statement.database();
            case WRITE -> writeUnseen |= readYourWrites && where == Place.PRIMARY;
            default -> {}
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private void keep(String sql) {
        settings.remove(sql);
        settings.put(sql, new Setting(++version, sql));
        pinned |= settings.size() > MOST_SETTINGS;
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.

    /**
     * A connection was lost. After anything but {@link Loss#FORGET} and {@link Loss#RETRY} the
     * client is told, and its session ends.
     *
     * @param statement what was being done on this connection; null if nothing was
     * @param begun whether a part of the answer has gone to the client
     */
    public Loss lost(Place where, Statement statement, boolean begun) {
        // BEGIN SOLUTION
        positionLost |= where == Place.PRIMARY && writeUnseen;
        writeUnseen &= where != Place.PRIMARY;
        boolean mayHaveChanged = statement != null && statement.kind() == Statement.Kind.WRITE;
        if (where == Place.PRIMARY && mayHaveChanged) {
            return Loss.UNKNOWN;
        }
        if (transaction == where) {
            return Loss.ROLLED_BACK;
        }
        if (where == Place.PRIMARY && pinned) {
            return Loss.SESSION_LOST;
        }
        if (statement == null) {
            return Loss.FORGET;
        }
        boolean onlyThere = statement.kind() == Statement.Kind.ABOUT_LAST;
        return begun || onlyThere ? Loss.CUT : Loss.RETRY;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** What a connection that has done all up to this version still has to do, in this order. */
    public List<Setting> settingsAfter(long done) {
        // BEGIN SOLUTION
        return settings.values().stream().filter(setting -> setting.version() > done).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** Of the last setting. */
    public long version() {
        return version;
    }

    /** Null for none. */
    public String database() {
        return database;
    }

    public boolean inTransaction() {
        return transaction != null;
    }

    public boolean isPinned() {
        return pinned;
    }

    /** Whether nothing keeps all at one server. */
    public boolean mayReadReplicas() {
        return transaction == null && !pinned && autocommit;
    }

    /** Our own answers say what the server's would. */
    public int status() {
        return (autocommit ? Status.AUTOCOMMIT : 0) | (inTransaction() ? Status.IN_TRANSACTION : 0);
    }

    /** Whether the primary must be asked how far it is before a replica may be read. */
    public boolean mustAskPosition() {
        return writeUnseen;
    }

    /** The primary has said it. */
    public void position(String gtid) {
        // BEGIN SOLUTION
        position = gtid;
        writeUnseen = false;
        positionLost = false;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** The primary has said that there was no write: what was known before holds. */
    public void wroteNothing() {
        writeUnseen = false;
    }

    /** How far a replica must be to be read; empty if it does not matter. */
    public String position() {
        return position;
    }

    /** Forgets all but the database and what was written: for COM_RESET_CONNECTION. */
    public void reset() {
        settings.clear();
        transaction = null;
        autocommit = true;
        pinned = false;
        last = Place.REPLICA;
    }
}
