package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Classifier;
import labs.proxy.mysql.sql.Statement;

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

    private final ClientConnection client;
    private final CommandLoop loop;
    private final SessionState state;
    private final ServerLinks links;
    private final RequestRouter router;
    private final PreparedStatements prepared;

    /**
     * @param database that the client named when it logged in; null for none
     * @param servers makes the session's connections, and tells of those that are lost
     */
    ClientSession(
            MysqlOptions options,
            ClientConnection client,
            String database,
            Function<Consumer<ServerConnection>, ServerLinks> servers) {
        this.client = client;
        loop = new CommandLoop(client, this::command);
        state = new SessionState(database, !options.readYourWrites().isZero());
        links = servers.apply(this::lost);
        router = new RequestRouter(options, links, state, client, loop);
        prepared = new PreparedStatements(router, links, state, client, loop);
    }

    /** Answers the login. */
    void welcome(int answer) {
        if (state.database() == null) {
            loop.ok(answer, state.status());
            return;
        }
        // Whether there is such a database, and whether it is for this user, a server must say.
        router.route(
                new Request(
                        HARMLESS,
                        Shape.ONE,
                        null,
                        answer,
                        null,
                        (request, connection) -> loop.ok(answer, state.status()),
                        error -> client.end(answer, error)));
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
            case Command.PING -> loop.ok(answer, state.status());
            case Command.QUERY ->
                    send(Classifier.classify(text(payload)), Shape.QUERY, payload, answer);
            case Command.INIT_DB -> send(use(text(payload)), Shape.ONE, payload, answer);
            case Command.FIELD_LIST -> send(HARMLESS, Shape.ROWS, payload, answer);
            case Command.STMT_PREPARE -> prepared.prepare(text(payload), payload, answer);
            case Command.STMT_EXECUTE -> prepared.execute(payload, answer);
            case Command.STMT_SEND_LONG_DATA -> prepared.sendLongData(payload, answer);
            case Command.STMT_FETCH -> prepared.fetch(payload, answer);
            case Command.STMT_RESET -> prepared.reset(payload, answer);
            case Command.STMT_CLOSE -> prepared.close(payload);
            case Command.RESET_CONNECTION -> router.learnPosition(() -> reset(answer));
            case Command.CHANGE_USER ->
                    loop.refuse(
                            answer,
                            new SqlError(
                                    SqlError.NOT_SUPPORTED,
                                    "42000",
                                    "no change of user: connect again"));
            default ->
                    loop.refuse(
                            answer,
                            new SqlError(
                                    SqlError.UNKNOWN_COMMAND,
                                    "08S01",
                                    "command %d is not known".formatted(command)));
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
        state.reset();
        loop.ok(answer, state.status());
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
        links.close();
        loop.close();
    }
}
