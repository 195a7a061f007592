package labs.proxy.mysql.session;

import java.util.List;
import java.util.Optional;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.protocol.Status;
import labs.proxy.mysql.sql.CharacterSet;
import labs.proxy.mysql.sql.Dialect;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * What one client has told its servers so far, and therefore where its next statement must go. Not
 * thread-safe.
 *
 * <pre>
 *             READ, BEGIN_READ_ONLY           WRITE               SETTING, USE, ABOUT_LAST
 *   free      REPLICA                         PRIMARY             where the last one was
 *   in a transaction, of either kind: where it began, whatever comes
 *   autocommit is off, the session is pinned, or something is set for the next transaction alone:
 *                   PRIMARY, whatever comes
 * </pre>
 *
 * <ol>
 *   <li>Whether there is a transaction, and whether autocommit is on, only the server knows: {@link
 *       Status} of its last answer says it. An answer that is only an error says nothing, and
 *       changes nothing.
 *   <li>Once pinned, a session is pinned until it is reset. It becomes so by a statement that pins,
 *       also if that failed, and with more than {@value #MOST_SETTINGS} different settings.
 *   <li>A setting that failed is not kept. One that comes again has its place at the end, if it is
 *       constant, and if none that is not has come since: that one may have read what it set.
 *   <li>What is set for the next transaction alone holds until a transaction has ended, or a
 *       statement with tables was done outside of one.
 *   <li>With {@code readYourWrites}: after a write on the primary reads may go to a replica only
 *       when it is known how far the replica must be. If the connection is lost before that was
 *       asked, reads go to the primary, until a later write is known.
 * </ol>
 */
public final class SessionState {
    /** So many different settings are kept. */
    public static final int MOST_SETTINGS = 64;

    private static final int LONGEST_PIN = 80;

    private final boolean readYourWrites;
    private final Settings settings = new Settings();
    private String database; // null: none
    private Place transaction; // null: none
    private int status = Status.AUTOCOMMIT; // what lasts of the last one
    private boolean unsure; // whether the last answer, an error, may have changed it
    private boolean variablesAstray; // they are on the replica, whose transaction set them
    private boolean oneShot; // something is set for the next transaction alone
    private boolean multiStatements = true;
    private CharacterSet characters = CharacterSet.SAFE; // null: a server must say it
    private String pin; // why it is pinned: the beginning of a statement; null if it is not
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
        return Refusal.of(statement, inTransactionAtReplica());
    }

    /**
     * Where this statement must go. Where there is no replica, the primary takes what is for one.
     */
    public Place place(Statement statement) {
        // BEGIN SOLUTION
        if (transaction != null) {
            return transaction;
        }
        if (isPinned() || !autocommit() || oneShot || statement.has(Trait.AT_PRIMARY)) {
            return Place.PRIMARY;
        }
        if (statement.has(Trait.ONE_SHOT)) {
            return Place.PRIMARY; // where the next transaction will be
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
        boolean before = inTransaction();
        if (status >= 0) {
            transaction = (status & Status.IN_TRANSACTION) != 0 ? where : null;
            this.status = status & Status.OF_SESSION;
        }
        unsure = status < 0;
        noteOneShot(statement, before && !inTransaction(), failed);
        if (statement.pins()) {
            pin(statement.sql());
            variablesAstray |= where == Place.REPLICA && statement.has(Trait.VARIABLES);
        }
        if (statement.has(Trait.DIALECT)) {
            characters = null;
        }
        if (statement.has(Trait.DROPS_DATABASE)
                && !failed
                && statement.database().equals(database)) {
            database = null;
        }
        switch (statement.kind()) {
            case SETTING -> {
                if (!failed) {
                    keep(statement.sql(), statement.has(Trait.CONSTANT));
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
    private void noteOneShot(Statement statement, boolean ended, boolean failed) {
        if (statement.has(Trait.ONE_SHOT)) {
            oneShot |= !failed;
        } else if (ended || (!failed && !inTransaction() && usesTables(statement))) {
            oneShot = false;
        }
    }

    private static boolean usesTables(Statement statement) {
        return switch (statement.kind()) {
            case READ, WRITE -> !statement.has(Trait.NO_TABLES);
            default -> false;
        };
    }

    // END SOLUTION
    // STUB: // What else it needs goes here.

    private void keep(String sql, boolean constant) {
        settings.keep(sql, constant);
        if (settings.count() > MOST_SETTINGS) {
            pin("more than " + MOST_SETTINGS + " settings");
        }
    }

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
        if (isPinned() && (where == Place.PRIMARY || variablesAstray)) {
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
        return settings.after(done);
    }

    /** Of the last setting. */
    public long version() {
        return settings.version();
    }

    /** Null for none. */
    public String database() {
        return database;
    }

    public boolean inTransaction() {
        return transaction != null;
    }

    public boolean isPinned() {
        return pin != null;
    }

    /** Why it is pinned: the beginning of what did it; empty if it is not. */
    public String pin() {
        return pin == null ? "" : pin;
    }

    private void pin(String why) {
        if (pin == null) {
            boolean cut = why.length() > LONGEST_PIN;
            String line = cut ? why.substring(0, LONGEST_PIN) + "..." : why;
            pin = line.strip().replaceAll("\\s+", " ");
        }
    }

    private boolean autocommit() {
        return (status & Status.AUTOCOMMIT) != 0;
    }

    /** Whether nothing keeps all at one server. */
    public boolean mayReadReplicas() {
        return transaction == null && !isPinned() && autocommit() && !oneShot;
    }

    /** Our own answers say what the server's would. */
    public int status() {
        return status;
    }

    /** Whether the status is known: an error may have ended a transaction, and does not say so. */
    public boolean isStatusKnown() {
        return !unsure;
    }

    /**
     * A server has said as what the session begins.
     *
     * @param setting makes another connection begin so, too
     */
    public void begin(int status, CharacterSet client, String setting) {
        this.status = status & Status.OF_SESSION;
        characters = client;
        keep(setting, true);
    }

    /** Something in the session is true on one server only. */
    public void pinBecauseOf(String why) {
        pin(why);
    }

    /** How the session's SQL is read, as far as it is known. */
    public Dialect dialect() {
        return new Dialect(
                (status & Status.NO_BACKSLASH_ESCAPES) == 0,
                (status & Status.ANSI_QUOTES) != 0,
                characters == null ? CharacterSet.SAFE : characters);
    }

    /** Whether it is known; else a server must be asked. It does not matter while all is pinned. */
    public boolean isDialectKnown() {
        return characters != null || isPinned();
    }

    /** A server has said it. */
    public void characters(CharacterSet said) {
        characters = said;
    }

    /** Whether a command may hold several statements. */
    public boolean multiStatements() {
        return multiStatements;
    }

    public void multiStatements(boolean on) {
        multiStatements = on;
    }

    /** Whether a replica has the variables of the user, and the primary must have them. */
    public boolean variablesAstray() {
        return variablesAstray && transaction == null;
    }

    /** It has. */
    public void variablesCarried() {
        variablesAstray = false;
    }

    /** Whether a read-only transaction is on a replica. */
    public boolean inTransactionAtReplica() {
        return transaction == Place.REPLICA;
    }

    /** The transaction was committed. */
    public void committed() {
        transaction = null;
        status &= ~(Status.IN_TRANSACTION | Status.IN_READ_ONLY_TRANSACTION);
    }

    /** Where the last statement was done. */
    public Place last() {
        return last;
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
        status = Status.AUTOCOMMIT;
        oneShot = false;
        variablesAstray = false;
        characters = CharacterSet.SAFE;
        pin = null;
        last = Place.REPLICA;
    }
}
