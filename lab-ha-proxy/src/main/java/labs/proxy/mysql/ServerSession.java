package labs.proxy.mysql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one connection's server has done so far of what its client's session wants: the session as
 * that server knows it. {@link SessionReplay} compares it with the session itself. It begins empty,
 * and ends with its connection. Confined to the session's event loop.
 */
final class ServerSession {
    private String database; // null: none
    private boolean multiStatements;
    private boolean warned; // whether it has warnings or an error that can be asked for
    private long version; // of the last setting that was done
    private String reached = ""; // a position that the server has waited for
    private final Map<Integer, Integer> statements = new HashMap<>(); // the client's id to ours
    private final Set<Integer> typed = new HashSet<>(); // those whose parameters have types here

    /**
     * @param multiStatements whether it takes several at once, as we have logged in
     */
    ServerSession(boolean multiStatements) {
        this.multiStatements = multiStatements;
    }

    boolean hasWarned() {
        return warned;
    }

    void warned(boolean has) {
        warned = has;
    }

    boolean multiStatements() {
        return multiStatements;
    }

    void multiStatements(boolean on) {
        multiStatements = on;
    }

    boolean isIn(String name) {
        return name.equals(database);
    }

    void database(String name) {
        database = name;
    }

    long version() {
        return version;
    }

    void version(long done) {
        version = done;
    }

    boolean hasReached(String position) {
        return reached.equals(position);
    }

    void reached(String position) {
        reached = position;
    }

    boolean hasPrepared(Prepared statement) {
        return statements.containsKey(statement.id());
    }

    /** Whether the server calls one of them so. */
    boolean isPrepared(int id) {
        return statements.containsValue(id);
    }

    /** How the server calls a statement that it has prepared. */
    int idOf(Prepared statement) {
        return statements.get(statement.id());
    }

    void prepared(Prepared statement, int id) {
        statements.put(statement.id(), id);
    }

    void closed(Prepared statement) {
        statements.remove(statement.id());
        typed.remove(statement.id());
    }

    /** Whether the server has been told the types of the parameters. */
    boolean hasTypesOf(Prepared statement) {
        return typed.contains(statement.id());
    }

    void typesSaid(Prepared statement) {
        typed.add(statement.id());
    }
}
