package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Classifier;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;

/**
 * The prepared statements of one session, and the commands about them. The client knows each by a
 * number of ours; a server has its own, and gets the statement when it first executes it. Confined
 * to the session's event loop.
 *
 * <p>Each command gets its payload, with the command's own byte, and the number of the packet that
 * answers it. A payload that is too short is a {@link ProtocolException}.
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase_ps.html">Prepared
 * Statements</a>; that -1 is the one prepared last is MariaDB's own.
 */
final class PreparedStatements {
    private static final int MOST = 1000;
    private static final int LAST = -1;

    private final RequestRouter router;
    private final ServerLinks links;
    private final SessionState state;
    private final ClientConnection client;
    private final CommandLoop loop;
    private final Map<Integer, Prepared> statements = new HashMap<>();
    private int last;

    PreparedStatements(
            RequestRouter router,
            ServerLinks links,
            SessionState state,
            ClientConnection client,
            CommandLoop loop) {
        this.router = router;
        this.links = links;
        this.state = state;
        this.client = client;
        this.loop = loop;
    }

    void prepare(String sql, ByteBuf payload, int answer) {
        if (statements.size() >= MOST) {
            loop.refuse(
                    answer,
                    new SqlError(
                            SqlError.TOO_MANY_STATEMENTS,
                            "42000",
                            "more than " + MOST + " prepared statements"));
            return;
        }
        var statement = new Prepared(last + 1, Classifier.classify(sql, state.dialect()));
        Optional<SqlError> refused = state.refuse(statement.statement());
        if (refused.isPresent()) {
            loop.refuse(answer, refused.get());
            return;
        }
        // To prepare changes nothing: it may be done again elsewhere, and pins nothing yet.
        Set<Trait> traits =
                statement.statement().has(Trait.NO_TABLES) ? Set.of(Trait.NO_TABLES) : Set.of();
        var asked = new Statement(Statement.Kind.READ, false, "", null, traits);
        router.route(
                request(
                        asked,
                        Shape.PREPARE,
                        payload,
                        answer,
                        null,
                        (request, connection) ->
                                router.prepare(
                                        request,
                                        connection,
                                        statement,
                                        got -> prepared(statement, got.packets(), request))));
    }

    private void prepared(Prepared statement, ByteBuf packets, Request request) {
        last = statement.id();
        statements.put(statement.id(), statement);
        int begin = packets.readerIndex() + PacketDecoder.HEADER;
        packets.setIntLE(begin + 1, statement.id());
        client.pass(packets.retain());
        request.release();
        loop.done();
    }

    void execute(ByteBuf payload, int answer) {
        Prepared statement = find(payload);
        if (statement == null) {
            unknown(payload, answer);
            return;
        }
        SqlError refusal = statement.refusal();
        if (refusal != null) {
            statement.forgetLongData();
            loop.refuse(answer, refusal);
            return;
        }
        boolean ahead = statement.longData() != null;
        router.route(
                request(
                        ahead ? asWrite(statement) : statement.asExecuted(),
                        Shape.QUERY,
                        payload,
                        answer,
                        statement,
                        this::executeAt));
    }

    private void executeAt(Request request, ServerConnection connection) {
        Prepared statement = request.prepared();
        ServerConnection ahead = statement.longData();
        statement.forgetLongData();
        if (ahead != null && ahead != connection) {
            router.refuse(
                    request,
                    new SqlError(
                            SqlError.UNKNOWN_STATEMENT,
                            "HY000",
                            "parameters that were sent ahead are lost"));
            return;
        }
        ByteBuf payload = statement.executionAt(connection, request.payload());
        statement.last(connection);
        router.relay(request, connection, payload);
    }

    // Parameters that are sent ahead must come where it is executed: it goes to the primary.
    private static Statement asWrite(Prepared prepared) {
        Statement statement = prepared.asExecuted();
        return new Statement(Statement.Kind.WRITE, statement.pins(), statement.sql(), null);
    }

    /** Parameters that are sent ahead. They have no answer: executing says what was wrong. */
    void sendLongData(ByteBuf payload, int answer) {
        Prepared statement = find(payload);
        if (statement == null) {
            loop.done();
            return;
        }
        router.route(
                new Request(
                        asWrite(statement),
                        Shape.ONE,
                        payload,
                        answer,
                        statement,
                        this::sendLongDataTo,
                        error -> {
                            statement.refused(error);
                            loop.done();
                        }));
    }

    private void sendLongDataTo(Request request, ServerConnection connection) {
        Prepared statement = request.prepared();
        statement.longData(connection);
        connection.sendWithoutAnswer(statement.addressed(request.payload(), connection));
        request.release();
        loop.done();
    }

    /** More rows of what was executed last, if that server is still there. */
    void fetch(ByteBuf payload, int answer) {
        Prepared statement = find(payload);
        if (statement == null || !wasExecutedAtOneWhoIsThere(statement)) {
            unknown(payload, answer);
        } else {
            onLast(statement, payload, answer, Shape.ROWS);
        }
    }

    /** Forgets rows and parameters. */
    void reset(ByteBuf payload, int answer) {
        Prepared statement = find(payload);
        if (statement == null) {
            unknown(payload, answer);
            return;
        }
        statement.forgetLongData();
        if (wasExecutedAtOneWhoIsThere(statement)) {
            onLast(statement, payload, answer, Shape.ONE);
        } else {
            loop.ok(answer, state.status());
        }
    }

    private static boolean wasExecutedAtOneWhoIsThere(Prepared statement) {
        return statement.last() != null && statement.last().isActive();
    }

    private void onLast(Prepared statement, ByteBuf payload, int answer, Shape shape) {
        ServerConnection there = statement.last();
        var about = new Statement(Statement.Kind.ABOUT_LAST, false, "", null);
        router.relay(
                request(about, shape, payload, answer, statement, null),
                there,
                statement.addressed(payload, there));
    }

    /** Closes a statement; that has no answer. */
    void close(ByteBuf payload) {
        Prepared statement = find(payload);
        if (statement != null) {
            statements.remove(statement.id());
            statement.close();
            for (Place place : Place.values()) {
                ServerConnection connection = links.at(place);
                if (connection != null && connection.session().hasPrepared(statement)) {
                    connection.sendWithoutAnswer(statement.addressed(payload, connection));
                    connection.session().closed(statement);
                }
            }
        }
        loop.done();
    }

    /** Forgets all, with the servers' connections. */
    void clear() {
        statements.values().forEach(Prepared::close);
        statements.clear();
    }

    private Prepared find(ByteBuf payload) {
        if (payload.readableBytes() < 5) {
            throw new ProtocolException(SqlError.MALFORMED, "a command without a statement");
        }
        int id = payload.getIntLE(payload.readerIndex() + 1);
        return statements.get(id == LAST ? last : id);
    }

    // A server says so, that it can be asked about it; if need be of a number that it cannot know.
    private void unknown(ByteBuf payload, int answer) {
        var about = new Statement(Statement.Kind.ABOUT_LAST, false, "", null);
        router.route(
                request(
                        about,
                        Shape.QUERY,
                        payload,
                        answer,
                        null,
                        (request, connection) -> {
                            ByteBuf sent = request.payload().copy();
                            int id = sent.getIntLE(1);
                            sent.setIntLE(1, connection.session().isPrepared(id) ? 0 : id);
                            router.relay(request, connection, sent);
                        }));
    }

    private Request request(
            Statement statement,
            Shape shape,
            ByteBuf payload,
            int answer,
            Prepared prepared,
            Request.Action action) {
        return new Request(
                statement,
                shape,
                payload,
                answer,
                prepared,
                action,
                error -> loop.refuse(answer, error));
    }
}
