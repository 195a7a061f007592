package labs.proxy.mysql;

import java.util.List;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.session.Setting;

/**
 * Makes a server's connection as its session is, one thing after the other: it chooses the
 * database, does the settings again that the server has not done, and prepares the statement that
 * is to be executed. Confined to the session's event loop.
 */
record SessionReplay(SessionState state) {
    private static final int UNKNOWN_DATABASE = 1049;

    /** What comes of it: exactly one of these. */
    interface Outcome {
        /** The server was asked to prepare the request's own statement, and has answered. */
        default void prepared(ResponseTracker answer) {}

        /** All is done. */
        void ready();

        /** A replica is not so far yet; the primary may be. */
        void behind();

        /** The server said no. */
        void refused(SqlError error);

        /** The connection is lost. */
        void lost(Throwable cause);
    }

    /**
     * Does what is still to do.
     *
     * @param prepared must be prepared there; null for none
     */
    void replay(ServerConnection connection, Prepared prepared, Outcome outcome) {
        ServerSession there = connection.session();
        List<Setting> settings = state.settingsAfter(there.version());
        if (state.database() != null && !there.isIn(state.database())) {
            changeDatabase(connection, prepared, outcome);
        } else if (state.multiStatements() != there.multiStatements()) {
            setOption(connection, prepared, outcome);
        } else if (!settings.isEmpty()) {
            set(settings.get(0), connection, prepared, outcome);
        } else if (prepared != null && !there.hasPrepared(prepared)) {
            prepare(connection, prepared, answer -> outcome.ready(), outcome);
        } else {
            outcome.ready();
        }
    }

    private void changeDatabase(ServerConnection connection, Prepared prepared, Outcome outcome) {
        String name = state.database();
        connection.ask(
                Command.INIT_DB,
                name,
                Shape.ONE,
                answer -> {
                    SqlError error = answer.end().error();
                    if (error == null) {
                        connection.session().database(name);
                        replay(connection, prepared, outcome);
                    } else if (error.code() == UNKNOWN_DATABASE
                            && connection.place() == Place.REPLICA) {
                        outcome.behind(); // perhaps it is new, and has not come here yet
                    } else {
                        outcome.refused(error);
                    }
                },
                outcome::lost);
    }

    private void setOption(ServerConnection connection, Prepared prepared, Outcome outcome) {
        boolean on = state.multiStatements();
        connection.ask(
                Command.SET_OPTION,
                on ? "\0\0" : "\1\0",
                Shape.ONE,
                answer -> {
                    if (answer.end().error() == null) {
                        connection.session().multiStatements(on);
                        replay(connection, prepared, outcome);
                    } else {
                        outcome.refused(answer.end().error());
                    }
                },
                outcome::lost);
    }

    private void set(
            Setting setting, ServerConnection connection, Prepared prepared, Outcome outcome) {
        connection.ask(
                Command.QUERY,
                setting.sql(),
                Shape.QUERY,
                answer -> {
                    if (answer.end().error() == null) {
                        connection.session().version(setting.version());
                        replay(connection, prepared, outcome);
                    } else {
                        outcome.refused(answer.end().error());
                    }
                },
                outcome::lost);
    }

    /**
     * Prepares a statement there.
     *
     * @param then gets what the server said, instead of {@link Outcome#ready}
     */
    void prepare(
            ServerConnection connection,
            Prepared statement,
            Consumer<Answer> then,
            Outcome outcome) {
        connection.ask(
                Command.STMT_PREPARE,
                statement.statement().sql(),
                Shape.PREPARE,
                answer -> {
                    outcome.prepared(answer.end());
                    if (answer.end().error() != null) {
                        outcome.refused(answer.end().error());
                        return;
                    }
                    statement.parameters(answer.end().parameters());
                    connection.session().prepared(statement, answer.end().statement());
                    then.accept(answer);
                },
                outcome::lost);
    }
}
