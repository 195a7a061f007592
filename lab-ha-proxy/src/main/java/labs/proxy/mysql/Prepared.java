package labs.proxy.mysql;

import java.util.Arrays;
import labs.proxy.mysql.sql.Statement;

/** A prepared statement of a session, which may be prepared at both of its servers, or at none. */
final class Prepared {
    private final int id;
    private final Statement statement;
    private int parameters;
    private byte[] types; // of the parameters, as the client said them last; null before that
    private ServerConnection last; // where it was executed last, for rows to fetch
    private ServerConnection longData; // where parameters were sent ahead; null if none were

    Prepared(int id, Statement statement) {
        this.id = id;
        this.statement = statement;
    }

    /** As the client calls it. */
    int id() {
        return id;
    }

    Statement statement() {
        return statement;
    }

    /** A SET with parameters cannot be done again from its text, as other settings are: it pins. */
    Statement asExecuted() {
        return statement.kind() == Statement.Kind.SETTING && parameters > 0
                ? new Statement(Statement.Kind.WRITE, true, statement.sql(), null)
                : statement;
    }

    int parameters() {
        return parameters;
    }

    void parameters(int count) {
        parameters = count;
    }

    byte[] types() {
        return types;
    }

    void types(byte[] said) {
        types = Arrays.equals(types, said) ? types : said;
    }

    ServerConnection last() {
        return last;
    }

    void last(ServerConnection connection) {
        last = connection;
    }

    ServerConnection longData() {
        return longData;
    }

    void longData(ServerConnection connection) {
        longData = connection;
    }
}
