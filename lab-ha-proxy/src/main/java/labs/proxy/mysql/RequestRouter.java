package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
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
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * Brings the requests of a session to its servers, one at a time: decides where, finds a
 * connection, has it made as the session is, and performs the request. When a connection is lost,
 * it decides with the {@link SessionState} between another server and what the client is told.
 * Confined to the session's event loop.
 *
 * <p>Each request that is routed ends once: it is answered, refused, or its client ends.
 */
final class RequestRouter {
    private static final int MOST_LOSSES = 5; // who drops each of us does so for ever

    private final MysqlOptions options;
    private final ServerLinks links;
    private final SessionState state;
    private final ClientConnection client;
    private final ReadYourWrites writes;
    private final SessionReplay replay;
    private final AnswerRelay relay;
    private final Diagnostics diagnostics = new Diagnostics();
    private final SessionCarrier carrier;
    private final Recall recall;
    private Loss loss; // what happened while the client was silent; it is told when it asks

    RequestRouter(
            MysqlOptions options,
            ServerLinks links,
            SessionState state,
            ClientConnection client,
            CommandLoop loop) {
        this.options = options;
        this.links = links;
        this.state = state;
        this.client = client;
        writes = new ReadYourWrites(state, options.readYourWrites());
        replay = new SessionReplay(state);
        carrier = new SessionCarrier(state, links);
        recall = new Recall(diagnostics, replay);
        relay = new AnswerRelay(client, loop, state, this::answered, this::lostInAnswer);
    }

    /** What was lost that the client has not been told yet. */
    Optional<SqlError> loss() {
        return Optional.ofNullable(loss).map(RequestRouter::gone);
    }

    /** The client has room again, or no more. */
    void room(boolean room) {
        relay.room(room);
    }

    /** A server's connection was lost while nobody waited for it. */
    void lost(ServerConnection connection) {
        if (client.hasEnded()) {
            return;
        }
        Loss what = state.lost(connection.place(), null, false);
        if (what != Loss.FORGET) {
            loss = what;
        }
    }

    // ---------------------------------------------------------------- from a command to a server

    /** Has this done. */
    void route(Request request) {
        if (loss != null) {
            request.release();
            client.end(request.answerSequence(), gone(loss));
            return;
        }
        if (state.inTransactionAtReplica() && request.statement().has(Trait.ENDS_TRANSACTION)) {
            commitAtReplica(request);
            return;
        }
        Optional<SqlError> refused = state.refuse(request.statement());
        if (refused.isPresent()) {
            refuse(request, refused.get());
            return;
        }
        ServerConnection primary = links.at(Place.PRIMARY);
        if (state.mustAskPosition() && primary == null) {
            // It was closed, since it had another role or the session was reset, before we asked.
            state.lost(Place.PRIMARY, null, false);
        }
        if (mustAskPosition(request)) {
            writes.askPosition(
                    primary,
                    () -> route(request),
                    () -> routeToPrimary(request),
                    cause -> lostBefore(request, primary));
            return;
        }
        boolean free = !state.inTransaction() && !state.isPinned();
        if (free && request.statement().kind() == Statement.Kind.ABOUT_LAST) {
            routeHome(request);
            return;
        }
        Place place =
                free && request.isForPrimaryOnly()
                        ? Place.PRIMARY
                        : state.place(request.statement());
        links.find(request, place, !free, new Search(request));
    }

    // What only asks is done where the answer lies, as long as that is there.
    private void routeHome(Request request) {
        ServerConnection home = diagnostics.home(request.statement());
        if (home == null) {
            links.find(request, state.last(), true, new Search(request));
        } else if (home == links.at(home.place())) {
            arrange(request, home);
        } else {
            refuse(request, Recall.notThere());
        }
    }

    // The server would commit by itself; but what comes now belongs to the primary.
    private void commitAtReplica(Request request) {
        ServerConnection replica = links.at(Place.REPLICA);
        ask(
                request,
                replica,
                "COMMIT",
                answer -> {
                    if (answer.end().error() == null) {
                        state.committed();
                        route(request);
                    } else {
                        refuse(request, answer.end().error());
                    }
                });
    }

    // Also while a lost position keeps reads at the primary: else they would stay there for good.
    private boolean mustAskPosition(Request request) {
        Statement.Kind kind = request.statement().kind();
        return state.mustAskPosition()
                && state.mayReadReplicas()
                && !request.isForPrimaryOnly()
                && (kind == Statement.Kind.READ || kind == Statement.Kind.BEGIN_READ_ONLY);
    }

    private void routeToPrimary(Request request) {
        request.mustBePrimary();
        route(request);
    }

    private final class Search implements ServerLinks.Found {
        private final Request request;

        Search(Request request) {
            this.request = request;
        }

        @Override
        public void connection(ServerConnection connection) {
            arrange(request, connection);
        }

        @Override
        public void failed(Throwable cause) {
            SqlError error =
                    cause instanceof ServerException no
                            ? no.error()
                            : gone(
                                    "no primary within %s: %s"
                                            .formatted(options.patience(), cause.getMessage()));
            refuse(request, error);
        }
    }

    private void arrange(Request request, ServerConnection connection) {
        var attempt = new Attempt(request, connection);
        if (writes.mustWait(connection)) {
            writes.await(
                    connection,
                    () -> replay.replay(connection, request.prepared(), attempt),
                    attempt::behind,
                    attempt::lost);
        } else {
            replay.replay(connection, request.prepared(), attempt);
        }
    }

    /** A request and the connection that was found for it, which must be made ready. */
    private final class Attempt implements SessionReplay.Outcome {
        private final Request request;
        private final ServerConnection connection;

        Attempt(Request request, ServerConnection connection) {
            this.request = request;
            this.connection = connection;
        }

        @Override
        public void ready() {
            carrier.carry(request.statement(), connection, this::prepareAnswers, this);
        }

        private void prepareAnswers() {
            recall.prepare(request.statement(), connection, this::perform, this);
        }

        private void perform() {
            try {
                request.performOn(connection);
            } catch (ProtocolException e) {
                request.release();
                client.fail(request.answerSequence(), e);
            }
        }

        @Override
        public void prepared(ResponseTracker answer) {
            if (request.shape() == Shape.PREPARE) {
                request.answer(answer);
                diagnostics.answered(request, connection);
            }
        }

        @Override
        public void behind() {
            routeToPrimary(request);
        }

        @Override
        public void refused(SqlError error) {
            refuse(request, error);
        }

        @Override
        public void lost(Throwable cause) {
            lostBefore(request, connection);
        }
    }

    /** An answer has come to its end. */
    private void answered(Request request, ServerConnection connection, ResponseTracker answer) {
        request.answer(answer);
        if (request.shape() == Shape.QUERY || request.statement().kind() == Statement.Kind.USE) {
            diagnostics.answered(request, connection);
        }
        boolean dropped = state.database() == null && connection.place() == Place.PRIMARY;
        if (dropped && request.statement().has(Trait.DROPS_DATABASE)) {
            links.drop(Place.REPLICA); // it has chosen what is no more, and cannot choose nothing
        }
        request.release();
    }

    /** Nothing will be asked about the statements before. */
    void forget() {
        diagnostics.clear();
    }

    // ---------------------------------------------------------------- what requests do there

    /** Sends the request as it came, and passes the answer on. */
    void relay(Request request, ServerConnection connection) {
        // Perhaps it is sent again.
        relay(request, connection, request.payload().retainedDuplicate());
    }

    /**
     * The same.
     *
     * @param payload as this server is to get it; given away
     */
    void relay(Request request, ServerConnection connection, ByteBuf payload) {
        relay.relay(request, connection, payload);
    }

    /** Prepares a statement there; an error is the answer to the request. */
    void prepare(
            Request request,
            ServerConnection connection,
            Prepared statement,
            Consumer<Answer> then) {
        replay.prepare(connection, statement, then, new Attempt(request, connection));
    }

    /**
     * Asks a server for something of our own, in place of the request, which is not released.
     *
     * @param then gets the answer, whatever it is
     */
    void ask(Request request, ServerConnection connection, String question, Consumer<Answer> then) {
        connection.ask(
                Command.QUERY,
                question,
                Shape.QUERY,
                then,
                cause -> lostBefore(request, connection));
    }

    /** It cannot be done. */
    void refuse(Request request, SqlError error) {
        request.release();
        if (!client.hasEnded()) {
            request.refuse(error);
        }
    }

    /** The client did something wrong, perhaps while it is answered. */
    void fail(Throwable cause) {
        if (relay.isWithinPacket()) {
            client.cut(); // nothing can be said in the middle of a packet
        } else {
            client.fail(relay.nextSequence(), cause);
        }
    }

    /** Asks the primary how far the session's writes are, if nobody knows; it may not say it. */
    void learnPosition(Runnable then) {
        ServerConnection primary = links.at(Place.PRIMARY);
        if (state.mustAskPosition() && primary != null) {
            writes.askPosition(primary, then, then, cause -> client.end(1, gone(Loss.UNKNOWN)));
        } else {
            then.run();
        }
    }

    // ---------------------------------------------------------------- losses

    /** The connection was lost before the request itself was sent there. */
    private void lostBefore(Request request, ServerConnection connection) {
        settle(request, connection, null);
    }

    private void lostInAnswer(Request request, ServerConnection connection) {
        settle(request, connection, request.statement());
    }

    private void settle(Request request, ServerConnection connection, Statement sent) {
        if (client.hasEnded()) {
            request.release();
            return;
        }
        boolean begun = request.isBeingAnswered();
        Loss what = state.lost(connection.place(), sent, begun);
        if (what == Loss.FORGET || what == Loss.RETRY) {
            request.tried().add(connection.server().name());
            if (request.lostOneMore() < MOST_LOSSES) {
                route(request);
                return;
            }
            request.release();
            client.end(
                    request.answerSequence(),
                    gone("%d connections in a row were lost".formatted(MOST_LOSSES)));
            return;
        }
        request.release();
        if (begun && connection.isWithinPacket()) {
            client.cut(); // nothing can be said in the middle of a packet
        } else {
            client.end(begun ? connection.nextSequence() : request.answerSequence(), gone(what));
        }
    }

    private static SqlError gone(Loss what) {
        return gone(what.message());
    }

    private static SqlError gone(String what) {
        return new SqlError(SqlError.SERVER_GONE, "08S01", "the server is gone; " + what);
    }
}
