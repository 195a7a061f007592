package labs.proxy.mysql;

import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * Carries what one server alone has to the other of a session's connections, when a read-only
 * transaction on a replica stands between: {@code LAST_INSERT_ID()} to the replica, and the user's
 * variables back to the primary. Confined to the session's event loop.
 *
 * <p>See MariaDB's <a
 * href="https://mariadb.com/kb/en/information-schema-user_variables-table/">USER_VARIABLES</a>.
 */
record SessionCarrier(SessionState state, ServerLinks links) {
    private static final String INSERT_ID = "SELECT BINARY LAST_INSERT_ID() LIMIT 1";

    /** A statement that sets all of them, whatever their types and letters are. */
    private static final String VARIABLES =
            "SELECT BINARY CONCAT('SET ', GROUP_CONCAT('@`', REPLACE(VARIABLE_NAME, '`', '``'),"
                    + " '`=', IF(VARIABLE_VALUE IS NULL, 'NULL', IF(VARIABLE_TYPE = 'VARCHAR',"
                    + " CONCAT('CONVERT(_utf8mb3 X''', HEX(VARIABLE_VALUE), ''' USING ',"
                    + " CHARACTER_SET_NAME, ')'), VARIABLE_VALUE)))) FROM"
                    + " information_schema.USER_VARIABLES LIMIT 1";

    /** Brings what this statement needs to its connection; then goes on, or says why it cannot. */
    void carry(
            Statement statement,
            ServerConnection to,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        ServerConnection primary = links.at(Place.PRIMARY);
        if (to.place() == Place.PRIMARY && state.variablesAstray()) {
            ServerConnection replica = links.at(Place.REPLICA);
            Runnable done =
                    () -> {
                        state.variablesCarried();
                        then.run();
                    };
            carry(replica, VARIABLES, sql -> sql, to, done, otherwise);
        } else if (to.place() == Place.REPLICA
                && statement.has(Trait.INSERT_ID)
                && primary != null) {
            carry(primary, INSERT_ID, id -> "SET last_insert_id=" + id, to, then, otherwise);
        } else {
            then.run();
        }
    }

    private interface Wording {
        String sql(String value);
    }

    private static void carry(
            ServerConnection from,
            String question,
            Wording wording,
            ServerConnection to,
            Runnable then,
            SessionReplay.Outcome otherwise) {
        Consumer<Answer> said =
                answer ->
                        answer.value()
                                .ifPresentOrElse(
                                        value -> set(to, wording.sql(value), then, otherwise),
                                        then);
        from.ask(Command.QUERY, question, Shape.QUERY, said, otherwise::lost);
    }

    private static void set(
            ServerConnection to, String sql, Runnable then, SessionReplay.Outcome otherwise) {
        to.ask(
                Command.QUERY,
                sql,
                Shape.QUERY,
                answer -> {
                    if (answer.end().error() == null) {
                        then.run();
                    } else {
                        otherwise.refused(answer.end().error());
                    }
                },
                otherwise::lost);
    }
}
