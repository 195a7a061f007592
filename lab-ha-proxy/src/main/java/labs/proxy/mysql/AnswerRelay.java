package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Statement;

/**
 * Sends a client's command to a server, and passes the answer on as it comes; what it says about
 * the session goes to the session's state. A server is read only while the client has room.
 * Confined to the session's event loop.
 */
final class AnswerRelay {
    private static final int READ_ONLY = 1290; // says a replica, of itself

    /** Has the replica say what the primary would have said, and remember it. */
    private static final String SIGNAL =
            "SIGNAL SQLSTATE '25006' SET MYSQL_ERRNO = 1792,"
                    + " MESSAGE_TEXT = 'Cannot execute statement in a READ ONLY transaction'";

    private final ClientConnection client;
    private final CommandLoop loop;
    private final SessionState state;
    private final Answered onAnswer;
    private final BiConsumer<Request, ServerConnection> onLoss;
    private ServerConnection answering; // whose answer the client reads now; else null

    /** Who hears that a request was answered, and releases it. */
    interface Answered {
        void answered(Request request, ServerConnection connection, ResponseTracker answer);
    }

    /**
     * @param onAnswer hears that the whole answer has come, and releases the request
     * @param loop hears when the client has the whole answer
     * @param onLoss hears when the connection was lost before; it ends the request
     */
    AnswerRelay(
            ClientConnection client,
            CommandLoop loop,
            SessionState state,
            Answered onAnswer,
            BiConsumer<Request, ServerConnection> onLoss) {
        this.client = client;
        this.loop = loop;
        this.state = state;
        this.onAnswer = onAnswer;
        this.onLoss = onLoss;
    }

    /** The client has room again, or no more. */
    void room(boolean room) {
        if (answering != null && answering.isActive()) {
            answering.read(room);
        }
    }

    /** Whether the client has a part of a packet only, behind which nothing can be said. */
    boolean isWithinPacket() {
        return answering != null && answering.isWithinPacket();
    }

    /** The number that a packet of ours must have to come behind what the client has. */
    int nextSequence() {
        return answering == null ? 1 : answering.nextSequence();
    }

    /**
     * Has it done there.
     *
     * @param payload as this server is to get it; given away
     */
    void relay(Request request, ServerConnection connection, ByteBuf payload) {
        answering = connection;
        var tracker = new ResponseTracker(request.shape());
        connection.send(payload, tracker, new Relaying(request, connection, tracker));
    }

    private final class Relaying implements Exchange {
        private final ResponseTracker tracker;
        private final Request request;
        private final ServerConnection connection;

        Relaying(Request request, ServerConnection connection, ResponseTracker tracker) {
            this.tracker = tracker;
            this.request = request;
            this.connection = connection;
        }

        @Override
        public void bytes(ByteBuf part) {
            if (isReadOnlyTransaction()) {
                part.release();
                return; // it gets another one, see over
            }
            request.answering();
            client.pass(part);
            if (!client.isWritable() && !client.hasEnded()) {
                connection.read(false);
            }
        }

        private boolean isReadOnlyTransaction() {
            SqlError error = tracker.error();
            return error != null
                    && error.code() == READ_ONLY
                    && !request.isBeingAnswered()
                    && state.inTransactionAtReplica();
        }

        @Override
        public void over(ResponseTracker answer) {
            if (isReadOnlyTransaction()) {
                connection.ask(
                        Command.QUERY,
                        SIGNAL,
                        ResponseTracker.Shape.QUERY,
                        signal -> {
                            client.pass(signal.packets().retain());
                            finish(answer);
                        },
                        this::lost);
            } else {
                finish(answer);
            }
        }

        private void finish(ResponseTracker answer) {
            connection.read(true);
            boolean failed = answer.error() != null;
            state.answered(request.statement(), connection.place(), answer.status(), failed);
            if (!failed) {
                noteAt(connection.session(), request.statement().kind());
            }
            answering = null;
            onAnswer.answered(request, connection, answer);
            loop.done();
        }

        private void noteAt(ServerSession there, Statement.Kind done) {
            if (done == Statement.Kind.USE) {
                there.database(state.database());
            } else if (done == Statement.Kind.SETTING) {
                there.version(state.version()); // and it had done all before
            }
        }

        @Override
        public void lost(Throwable cause) {
            answering = null;
            onLoss.accept(request, connection);
        }
    }
}
