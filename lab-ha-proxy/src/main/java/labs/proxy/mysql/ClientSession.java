package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Kill;
import labs.proxy.mysql.sql.Statement;
import labs.proxy.mysql.sql.Statement.Trait;
import labs.proxy.mysql.sql.StatementCache;

/**
 * One client from its login to its end: says for each command what is to be done. Confined to one
 * event loop, with its servers.
 *
 * <pre>
 *   ClientLogin ─▶ is there such a database? ─▶ ready
 *   ready:  command ─▶ what is it? where? ─▶ find a connection ─▶ make it as the session is
 *           ─▶ send ─▶ pass the answer on, as it comes ─▶ what does it say of the session? ─▶ ready
 * </pre>
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command
 * Phase</a>.
 */
final class ClientSession extends ChannelInboundHandlerAdapter {
    private static final Statement HARMLESS = new Statement(Statement.Kind.READ, false, "", null);

    private static final Statement AT_PRIMARY =
            new Statement(Statement.Kind.READ, false, "", null, Set.of(Trait.AT_PRIMARY));

    /** Where the session was last, and nothing is known that would lead elsewhere. */
    private static final Statement ABOUT_SESSION =
            new Statement(Statement.Kind.ABOUT_LAST, false, "", null);

    private final int number;
    private final Account account;
    private final Sessions sessions;
    private final StatementCache statements;
    private final UserChange userChange;
    private final ClientConnection client;
    private final CommandLoop loop;
    private final SessionState state;
    private final ServerLinks links;
    private final RequestRouter router;
    private final PreparedStatements prepared;
    private final CharacterSetQuestion characters;
    private final SessionStatus status;

    /**
     * @param number as clients call its connection
     * @param sessions all
     * @param database that the client named when it logged in; null for none
     * @param servers makes the session's connections, and tells of those that are lost
     */
    ClientSession(
            MysqlOptions options,
            int number,
            Account account,
            Sessions sessions,
            StatementCache statements,
            ClientConnection client,
            String database,
            UserChange userChange,
            Function<Consumer<ServerConnection>, ServerLinks> servers) {
        this.client = client;
        loop = new CommandLoop(client, this::command);
        this.number = number;
        this.account = account;
        this.sessions = sessions;
        this.statements = statements;
        this.userChange = userChange;
        state = new SessionState(database, !options.readYourWrites().isZero());
        state.multiStatements(account.multiStatements());
        links = servers.apply(this::lost);
        router = new RequestRouter(options, links, state, client, loop);
        characters = new CharacterSetQuestion(router, state, loop);
        status = new SessionStatus(number, account, state, links);
        prepared = new PreparedStatements(router, links, state, client, loop);
    }

    /** Who lets the client prove that it is somebody else. */
    interface UserChange {
        void begin(Login change, int answer, String position);
    }

    /**
     * Answers the login.
     *
     * @param position how far a replica must be to be read; empty: anywhere
     */
    void welcome(int answer, String position) {
        if (!position.isEmpty()) {
            state.position(position);
        }
        begin(answer, error -> client.end(answer, error));
    }

    // Whether there is such a database, whether it is for this user, and as what the session
    // begins, a server must say.
    private void begin(int answer, Consumer<SqlError> refusal) {
        router.route(
                new Request(
                        HARMLESS,
                        Shape.ONE,
                        null,
                        answer,
                        null,
                        (request, connection) ->
                                router.ask(
                                        request,
                                        connection,
                                        SessionBaseline.question(),
                                        said -> begun(said, connection, request)),
                        refusal));
    }

    private void begun(Answer said, ServerConnection connection, Request request) {
        if (said.row().isEmpty()) {
            router.refuse(request, said.end().error());
            return;
        }
        var baseline = new SessionBaseline(said.row().get());
        state.begin(said.end().status(), baseline.characters(), baseline.asSetting());
        if (baseline.asksForLastRow()) {
            state.pinBecauseOf("sql_auto_is_null");
        }
        connection.session().version(state.version());
        loop.ok(request.answerSequence(), state.status());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.add((Packet) message);
    }

    private void command(Packet packet) {
        ByteBuf payload = packet.payload();
        if (packet.first() != 0) {
            throw new ProtocolException(
                    SqlError.OUT_OF_ORDER, "a command was number " + packet.first());
        }
        if (!payload.isReadable()) {
            throw new ProtocolException(SqlError.MALFORMED, "an empty command");
        }
        int answer = packet.last() + 1;
        int command = payload.getUnsignedByte(payload.readerIndex());
        Optional<SqlError> loss = router.loss();
        if (command == Command.QUIT) {
            client.cut();
        } else if (loss.isPresent()) {
            client.end(answer, loss.get());
        } else {
            command(command, payload, answer);
        }
    }

    private void command(int command, ByteBuf payload, int answer) {
        switch (command) {
            case Command.PING -> ping(payload, answer);
            case Command.STATISTICS -> send(HARMLESS, Shape.ONE, payload, answer);
            case Command.PROCESS_INFO -> send(AT_PRIMARY, Shape.QUERY, payload, answer);
            case Command.PROCESS_KILL -> kill(killed(payload), answer);
            case Command.SET_OPTION -> setOption(payload, answer);
            case Command.QUERY ->
                    characters.knownFor(
                            payload, answer, () -> query(text(payload), payload, answer));
            case Command.INIT_DB -> send(use(text(payload)), Shape.ONE, payload, answer);
            case Command.FIELD_LIST -> send(HARMLESS, Shape.ROWS, payload, answer);
            case Command.STMT_PREPARE ->
                    characters.knownFor(
                            payload,
                            answer,
                            () -> prepared.prepare(text(payload), payload, answer));
            case Command.STMT_EXECUTE -> prepared.execute(payload, answer);
            case Command.STMT_SEND_LONG_DATA -> prepared.sendLongData(payload, answer);
            case Command.STMT_FETCH -> prepared.fetch(payload, answer);
            case Command.STMT_RESET -> prepared.reset(payload, answer);
            case Command.STMT_CLOSE -> prepared.close(payload);
            case Command.RESET_CONNECTION -> router.learnPosition(() -> reset(answer));
            case Command.CHANGE_USER -> {
                Login change = Login.readChange(payload, account.capabilities());
                router.learnPosition(() -> changeUser(change, answer));
            }
            default ->
                    loop.refuse(
                            answer,
                            new SqlError(
                                    SqlError.UNKNOWN_COMMAND,
                                    "08S01",
                                    "command %d is not known".formatted(command)));
        }
    }

    // An error may have ended a transaction, and does not say so: then the server is asked.
    private void ping(ByteBuf payload, int answer) {
        if (state.isStatusKnown()) {
            loop.ok(answer, state.status());
        } else {
            send(ABOUT_SESSION, Shape.ONE, payload, answer);
        }
    }

    private void setOption(ByteBuf payload, int answer) {
        if (payload.readableBytes() < 3) {
            throw new ProtocolException(SqlError.MALFORMED, "an option without a number");
        }
        int option = payload.getUnsignedShortLE(payload.readerIndex() + 1);
        if (option > 1) {
            loop.refuse(
                    answer, new SqlError(SqlError.UNKNOWN_COMMAND, "08S01", "option " + option));
            return;
        }
        boolean on = option == 0;
        router.route(
                new Request(
                        ABOUT_SESSION,
                        Shape.ONE,
                        payload,
                        answer,
                        null,
                        (request, connection) -> {
                            state.multiStatements(on);
                            connection.session().multiStatements(on);
                            router.relay(request, connection);
                        },
                        error -> loop.refuse(answer, error)));
    }

    private void query(String sql, ByteBuf payload, int answer) {
        Statement statement = statements.classify(sql, state.dialect());
        switch (statement.kind()) {
            case KILL -> kill(Kill.of(sql).orElseThrow(), answer);
            case BALANCER_STATUS -> loop.rows(answer, status.rows(), state.status());
            default -> send(statement, Shape.QUERY, payload, answer);
        }
    }

    private void kill(Kill kill, int answer) {
        sessions.kill(kill, account)
                .ifPresentOrElse(
                        error -> loop.refuse(answer, error), () -> loop.ok(answer, state.status()));
    }

    private static Kill killed(ByteBuf payload) {
        if (payload.readableBytes() < 5) {
            throw new ProtocolException(SqlError.MALFORMED, "nobody to kill");
        }
        return new Kill(false, payload.getIntLE(payload.readerIndex() + 1));
    }

    Account account() {
        return account;
    }

    /** Somebody has killed it, or what it does. May be called by any thread. */
    void kill(boolean query) {
        client.execute(() -> killed(query));
    }

    private void killed(boolean query) {
        if (!query) {
            client.cut();
            return;
        }
        for (Place place : Place.values()) {
            ServerConnection connection = links.at(place);
            if (connection != null && connection.isBusy()) {
                links.killQuery(connection);
            }
        }
    }

    // Any bytes: what they mean only the servers know.
    private static String text(ByteBuf payload) {
        int begin = payload.readerIndex() + 1;
        return payload.toString(begin, payload.readableBytes() - 1, ISO_8859_1);
    }

    private static Statement use(String database) {
        return new Statement(Statement.Kind.USE, false, database, database);
    }

    private void send(Statement statement, Shape shape, ByteBuf payload, int answer) {
        router.route(
                new Request(
                        statement,
                        shape,
                        payload,
                        answer,
                        null,
                        router::relay,
                        error -> loop.refuse(answer, error)));
    }

    /** A new session on this connection: all but the database and what was written is forgotten. */
    private void reset(int answer) {
        links.drop(Place.PRIMARY);
        links.drop(Place.REPLICA);
        prepared.clear();
        router.forget();
        state.reset();
        begin(answer, error -> loop.refuse(answer, error));
    }

    /** Another session begins on this connection. */
    private void changeUser(Login change, int answer) {
        leave();
        userChange.begin(change, answer, state.position());
    }

    /** A server's connection was lost while nobody waited for it. */
    private void lost(ServerConnection connection) {
        router.lost(connection);
    }

    /** A server has another role now. */
    void topologyChanged() {
        if (!client.hasEnded()) {
            links.topologyChanged();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        router.room(client.isWritable());
        loop.next();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        router.fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.cut();
        leave();
    }

    private void leave() {
        sessions.remove(number, this);
        router.forget();
        links.close();
        loop.close();
    }
}
