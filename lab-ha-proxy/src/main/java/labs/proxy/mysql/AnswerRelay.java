package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Statement;

/**
 * Sends a client's command to a server, and passes the answer on as it comes; what it says about
 * the session goes to the session's state. A server is read only while the client has room.
 * Confined to the session's event loop.
 */
final class AnswerRelay {
    private final ClientConnection client;
    private final CommandLoop loop;
    private final SessionState state;
    private final BiConsumer<Request, ServerConnection> onLoss;
    private ServerConnection answering; // whose answer the client reads now; else null

    /**
     * @param loop hears when the client has the whole answer
     * @param onLoss hears when the connection was lost before; it ends the request
     */
    AnswerRelay(
            ClientConnection client,
            CommandLoop loop,
            SessionState state,
            BiConsumer<Request, ServerConnection> onLoss) {
        this.client = client;
        this.loop = loop;
        this.state = state;
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
        connection.send(
                payload, new ResponseTracker(request.shape()), new Relaying(request, connection));
    }

    private final class Relaying implements Exchange {
        private final Request request;
        private final ServerConnection connection;

        Relaying(Request request, ServerConnection connection) {
            this.request = request;
            this.connection = connection;
        }

        @Override
        public void bytes(ByteBuf part) {
            request.answering();
            client.pass(part);
            if (!client.isWritable() && !client.hasEnded()) {
                connection.read(false);
            }
        }

        @Override
        public void over(ResponseTracker answer) {
            connection.read(true);
            boolean failed = answer.error() != null;
            state.answered(request.statement(), connection.place(), answer.status(), failed);
            if (!failed) {
                noteAt(connection.session(), request.statement().kind());
            }
            request.release();
            answering = null;
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
