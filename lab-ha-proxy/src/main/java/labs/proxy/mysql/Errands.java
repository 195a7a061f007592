package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Loss;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.session.Setting;
import labs.proxy.mysql.sql.Statement;

/**
 * Does the works of a session, one at a time: finds a connection, makes it as the session is, sends
 * the command, and passes the answer on.
 */
final class Errands {
    private static final int UNKNOWN_DATABASE = 1049;

    private final MysqlOptions options;
    private final ServerLinks links;
    private final SessionState state;
    private final Channel client;
    private final Patron patron;
    private ServerConnection answering; // whose answer the client reads now; else null
    private Loss loss; // what happened while the client was silent; it is told when it asks

    /** For whom it is done. */
    interface Patron {
        /** The work was answered, and the next may come. */
        void done();

        /** This is the answer, and the next may come. */
        void fail(int sequence, SqlError error);

        /** This is the last that the client hears. */
        void end(int sequence, SqlError error);

        /** The client hears nothing more. */
        void cut();

        boolean hasEnded();
    }

    Errands(
            MysqlOptions options,
            ServerLinks links,
            SessionState state,
            Channel client,
            Patron patron) {
        this.options = options;
        this.links = links;
        this.state = state;
        this.client = client;
        this.patron = patron;
    }

    /** What was lost that the client has not been told yet. */
    Optional<Loss> loss() {
        return Optional.ofNullable(loss);
    }

    /** The client has room again, or no more. */
    void writable(boolean room) {
        if (answering != null && answering.isActive()) {
            answering.read(room);
        }
    }

    /** A server's connection was lost while nobody waited for it. */
    void lost(ServerConnection connection) {
        if (patron.hasEnded()) {
            return;
        }
        Loss what = state.lost(connection.place(), null, false);
        if (what != Loss.FORGET) {
            loss = what;
        }
    }

    // ---------------------------------------------------------------- from a command to a server

    long deadline() {
        return System.nanoTime() + options.patience().toNanos();
    }

    /** An action with the work itself. */
    interface Doing {
        void of(Work work, ServerConnection connection);
    }

    void work(
            Statement statement,
            Shape shape,
            ByteBuf payload,
            int answer,
            Prepared about,
            Doing doing) {
        Work[] self = new Work[1];
        self[0] =
                new Work(
                        statement,
                        shape,
                        payload.retain(),
                        answer,
                        about,
                        connection -> doing.of(self[0], connection),
                        deadline());
        begin(self[0]);
    }

    void begin(Work work) {
        if (loss != null) {
            int answer = work.answerSequence();
            release(work);
            patron.end(answer, gone(loss.message()));
            return;
        }
        var refused = state.refuse(work.statement());
        if (refused.isPresent()) {
            fail(work, refused.get());
            return;
        }
        Place place = state.place(work.statement());
        boolean free = !state.inTransaction() && !state.isPinned();
        if (free && work.isForPrimaryOnly()) {
            place = Place.PRIMARY;
        }
        ServerConnection primary = links.at(Place.PRIMARY);
        if (place == Place.REPLICA && free && state.mustAskPosition() && primary != null) {
            askPosition(primary, () -> begin(work), cause -> lostBefore(work, primary));
            return;
        }
        links.find(
                work,
                place,
                !free,
                new ServerLinks.Found() {
                    @Override
                    public void connection(ServerConnection connection) {
                        arrange(work, connection);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        if (cause instanceof ServerException no) {
                            fail(work, no.error());
                        } else {
                            fail(
                                    work,
                                    gone(
                                            "no primary within %s: %s"
                                                    .formatted(
                                                            options.patience(),
                                                            cause.getMessage())));
                        }
                    }
                });
    }

    void askPosition(ServerConnection primary, Runnable then, Consumer<Throwable> lost) {
        primary.ask(
                Command.QUERY,
                "SELECT @@last_gtid",
                Shape.QUERY,
                answer -> {
                    state.position(answer.end().error() == null ? answer.value() : "");
                    then.run();
                },
                lost);
    }

    /** Makes the connection as the session is, one thing after the other; then does the work. */
    private void arrange(Work work, ServerConnection connection) {
        boolean waits =
                connection.place() == Place.REPLICA
                        && !state.inTransaction()
                        && !connection.reached().equals(state.position());
        if (waits) {
            catchUp(work, connection);
            return;
        }
        if (state.database() != null && !state.database().equals(connection.database())) {
            changeDatabase(work, connection);
            return;
        }
        List<Setting> settings = state.settingsAfter(connection.version());
        if (!settings.isEmpty()) {
            set(work, connection, settings.get(0));
            return;
        }
        Prepared statement = work.prepared();
        if (statement != null && !connection.statements().containsKey(statement.id())) {
            prepareAt(connection, statement, work, answer -> perform(work, connection));
            return;
        }
        perform(work, connection);
    }

    private void perform(Work work, ServerConnection connection) {
        try {
            work.action().on(connection);
        } catch (ProtocolException e) {
            release(work);
            patron.end(-1, e.error());
        }
    }

    private void catchUp(Work work, ServerConnection replica) {
        String position = state.position();
        String seconds = Double.toString(options.readYourWrites().toMillis() / 1000.0);
        replica.ask(
                Command.QUERY,
                "SELECT MASTER_GTID_WAIT('%s', %s)".formatted(position, seconds),
                Shape.QUERY,
                answer -> {
                    if (answer.end().error() == null && answer.value().equals("0")) {
                        replica.reached(position);
                        arrange(work, replica);
                    } else {
                        work.mustBePrimary();
                        begin(work);
                    }
                },
                cause -> lostBefore(work, replica));
    }

    private void changeDatabase(Work work, ServerConnection connection) {
        String name = state.database();
        connection.ask(
                Command.INIT_DB,
                name,
                Shape.ONE,
                answer -> {
                    SqlError error = answer.end().error();
                    if (error == null) {
                        connection.database(name);
                        arrange(work, connection);
                    } else if (error.code() == UNKNOWN_DATABASE
                            && connection.place() == Place.REPLICA) {
                        work.mustBePrimary(); // perhaps it is new, and the replica has not got
                        // it yet
                        begin(work);
                    } else {
                        fail(work, error);
                    }
                },
                cause -> lostBefore(work, connection));
    }

    private void set(Work work, ServerConnection connection, Setting setting) {
        connection.ask(
                Command.QUERY,
                setting.sql(),
                Shape.QUERY,
                answer -> {
                    if (answer.end().error() == null) {
                        connection.version(setting.version());
                        arrange(work, connection);
                    } else {
                        fail(work, answer.end().error());
                    }
                },
                cause -> lostBefore(work, connection));
    }

    // ---------------------------------------------------------------- the answer

    void relay(Work work, ServerConnection connection) {
        ByteBuf payload = work.payload().retainedDuplicate(); // perhaps it is sent again
        Prepared statement = work.prepared();
        if (statement != null) {
            payload.release();
            payload = statement.addressed(work.payload(), connection);
            if (work.shape() == Shape.QUERY) {
                if (statement.longData() != null && statement.longData() != connection) {
                    payload.release();
                    statement.longData(null);
                    fail(
                            work,
                            new SqlError(
                                    SqlError.UNKNOWN_STATEMENT,
                                    "HY000",
                                    "parameters that were sent ahead are lost"));
                    return;
                }
                statement.longData(null);
                payload = statement.typed(payload, connection);
            }
            statement.last(connection);
        }
        answering = connection;
        connection.send(payload, new ResponseTracker(work.shape()), new Relaying(work, connection));
    }

    /** Passes an answer on. */
    private final class Relaying implements Exchange {
        private final Work work;
        private final ServerConnection connection;

        Relaying(Work work, ServerConnection connection) {
            this.work = work;
            this.connection = connection;
        }

        @Override
        public void bytes(ByteBuf part) {
            if (patron.hasEnded()) {
                part.release();
                return;
            }
            work.begin();
            client.writeAndFlush(part, client.voidPromise());
            if (!client.isWritable()) {
                connection.read(false);
            }
        }

        @Override
        public void over(ResponseTracker answer) {
            connection.read(true);
            boolean failed = answer.error() != null;
            state.answered(work.statement(), connection.place(), answer.status(), failed);
            if (!failed && work.statement().kind() == Statement.Kind.USE) {
                connection.database(state.database());
            }
            // It has done the setting itself, and had done all before it.
            if (!failed && work.statement().kind() == Statement.Kind.SETTING) {
                connection.version(state.version());
            }
            release(work);
            answering = null;
            patron.done();
        }

        @Override
        public void lost(Throwable cause) {
            if (patron.hasEnded()) {
                release(work);
                return;
            }
            answering = null;
            Loss what = state.lost(connection.place(), work.statement(), work.hasBegun());
            if (what == Loss.RETRY) {
                again(work, connection);
            } else if (connection.isWithinPacket()) {
                release(work);
                patron.cut(); // nothing can be said in the middle of a packet
            } else {
                int next = work.hasBegun() ? connection.nextSequence() : work.answerSequence();
                release(work);
                patron.end(next, gone(what.message()));
            }
        }
    }

    /** The connection was lost before the work itself was sent there. */
    private void lostBefore(Work work, ServerConnection connection) {
        if (patron.hasEnded()) {
            release(work);
            return;
        }
        Loss what = state.lost(connection.place(), null, false);
        if (what == Loss.FORGET) {
            again(work, connection);
        } else {
            int answer = work.answerSequence();
            release(work);
            patron.end(answer, gone(what.message()));
        }
    }

    private void again(Work work, ServerConnection without) {
        work.tried().add(without.server().name());
        begin(work);
    }

    /** It is answered with an error. */
    void fail(Work work, SqlError error) {
        release(work);
        if (!patron.hasEnded()) {
            patron.fail(work.answerSequence(), error);
        }
    }

    static void release(Work work) {
        if (work.payload() != null) {
            work.payload().release();
        }
    }

    static SqlError gone(String what) {
        return new SqlError(SqlError.SERVER_GONE, "08S01", "the server is gone; " + what);
    }

    /** Prepares it there; an error goes to the client. */
    void prepareAt(
            ServerConnection connection, Prepared statement, Work work, Consumer<Answer> then) {
        connection.ask(
                Command.STMT_PREPARE,
                statement.statement().sql(),
                Shape.PREPARE,
                answer -> {
                    if (answer.end().error() != null) {
                        fail(work, answer.end().error());
                        return;
                    }
                    statement.parameters(answer.end().parameters());
                    connection.statements().put(statement.id(), answer.end().statement());
                    then.accept(answer);
                },
                cause -> lostBefore(work, connection));
    }
}
