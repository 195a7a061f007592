package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.protocol.Status;
import labs.proxy.mysql.session.Loss;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Classifier;
import labs.proxy.mysql.sql.Statement;

/**
 * One client, from its first byte to its last, on one event loop with its servers. Its commands are
 * done one after the other.
 *
 * <pre>
 *   greeting ─▶ login ─▶ (other plugin) ─▶ ready
 *   ready:  command ─▶ what is it? where? ─▶ find a connection ─▶ make it as the session is
 *           ─▶ send ─▶ pass the answer on, as it comes ─▶ what does it say of the session? ─▶ ready
 * </pre>
 */
final class ClientSession extends ChannelInboundHandlerAdapter implements Errands.Patron {
    /** Before somebody has logged in nobody needs more. */
    static final int LONGEST_BEFORE_LOGIN = 64 * 1024;

    private static final int MOST_PREPARED = 1000;
    private static final int MOST_WAITING = 64 * 1024; // bytes of commands that came too early
    private static final int LAST_PREPARED = -1;

    private final MysqlOptions options;
    private final int number;
    private final byte[] challenge = Scramble.challenge();
    private final Queue<Packet> waiting = new ArrayDeque<>();
    private final Map<Integer, Prepared> prepared = new HashMap<>();
    private Channel client;
    private PacketDecoder decoder;
    private Login login; // null before it came
    private boolean ready;
    private boolean busy;
    private boolean ended;
    private int waitingBytes;
    private int lastPrepared;
    private SessionState state;
    private ServerLinks links;
    private Errands errands; // null before somebody has logged in

    ClientSession(MysqlOptions options, int number) {
        this.options = options;
        this.number = number;
    }

    void use(PacketDecoder packets, ServerLinks connections) {
        decoder = packets;
        links = connections;
    }

    // ---------------------------------------------------------------- logging in

    @Override
    public void channelActive(ChannelHandlerContext context) {
        client = context.channel();
        ByteBuf greeting = client.alloc().buffer();
        new Greeting(options.version(), number, challenge, Capabilities.OFFERED).write(greeting);
        reply(0, greeting);
        client.eventLoop()
                .schedule(
                        () -> {
                            if (!ready && !busy) {
                                end(
                                        -1,
                                        new SqlError(
                                                SqlError.INTERRUPTED,
                                                "08S01",
                                                "too slow to log in"));
                            }
                        },
                        options.handshake().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void logIn(Packet packet) {
        if (busy) {
            throw new ProtocolException(SqlError.OUT_OF_ORDER, "a command before the login ended");
        }
        if (packet.first() != (login == null ? 1 : 3)) {
            throw new ProtocolException(SqlError.OUT_OF_ORDER, "packet " + packet.first());
        }
        byte[] proof;
        if (login == null) {
            login = Login.read(packet.payload());
            proof = login.proof();
            boolean ours = login.plugin() == null || login.plugin().equals(Scramble.PLUGIN);
            if (!ours) {
                reply(packet.last() + 1, Replies.authSwitch(client.alloc(), challenge));
                return;
            }
        } else {
            proof = new byte[packet.payload().readableBytes()];
            packet.payload().readBytes(proof);
        }
        String password = options.users().get(login.user());
        // Also for a user that there is not: nobody is to learn by the time which users there are.
        boolean proved = Scramble.proves(proof, password == null ? "?" : password, challenge);
        if (password == null || !proved) {
            end(
                    packet.last() + 1,
                    new SqlError(
                            SqlError.ACCESS_DENIED,
                            "28000",
                            "Access denied for user '%s' (using password: %s)"
                                    .formatted(login.user(), proof.length > 0 ? "YES" : "NO")));
            return;
        }
        loggedIn(packet.last() + 1, password);
    }

    private void loggedIn(int sequence, String password) {
        state = new SessionState(login.database(), !options.readYourWrites().isZero());
        links.logInAs(new Account(login.user(), password, login.capabilities(), login.collation()));
        errands = new Errands(options, links, state, client, this);
        busy = true;
        if (login.database() == null) {
            welcome(sequence);
            return;
        }
        // Whether there is such a database, and whether it is for this user, a server must say.
        Statement first = new Statement(Statement.Kind.READ, false, "", null);
        errands.begin(
                new Work(
                        first,
                        Shape.ONE,
                        null,
                        sequence,
                        null,
                        found -> welcome(sequence),
                        errands.deadline()));
    }

    private void welcome(int sequence) {
        ready = true;
        decoder.allow(options.longestPacket());
        reply(sequence, Replies.ok(client.alloc(), Status.AUTOCOMMIT));
        done();
    }

    // ---------------------------------------------------------------- commands, one at a time

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Packet packet = (Packet) message;
        if (ended) {
            packet.release();
        } else if (!ready) {
            try {
                logIn(packet);
            } finally {
                packet.release();
            }
        } else {
            waiting.add(packet);
            waitingBytes += packet.payload().readableBytes();
            next();
            client.config().setAutoRead(waitingBytes < MOST_WAITING);
        }
    }

    private void next() {
        while (!busy && !ended && client.isWritable() && !waiting.isEmpty()) {
            Packet packet = waiting.remove();
            waitingBytes -= packet.payload().readableBytes();
            busy = true;
            try {
                command(packet);
            } finally {
                packet.release();
            }
        }
    }

    @Override
    public void done() {
        busy = false;
        next();
        if (waitingBytes < MOST_WAITING && !client.config().isAutoRead()) {
            client.config().setAutoRead(true);
        }
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
        if (command == Command.QUIT) {
            ended = true;
            client.close();
            return;
        }
        if (errands.loss().isPresent()) {
            end(answer, Errands.gone(errands.loss().get().message()));
            return;
        }
        switch (command) {
            case Command.PING -> ok(answer);
            case Command.QUERY -> query(payload, answer);
            case Command.INIT_DB -> {
                String name = text(payload);
                send(
                        new Statement(Statement.Kind.USE, false, name, name),
                        Shape.ONE,
                        payload,
                        answer);
            }
            case Command.FIELD_LIST ->
                    send(
                            new Statement(Statement.Kind.READ, false, "", null),
                            Shape.ROWS,
                            payload,
                            answer);
            case Command.STMT_PREPARE -> prepare(payload, answer);
            case Command.STMT_EXECUTE -> execute(payload, answer);
            case Command.STMT_SEND_LONG_DATA -> sendLongData(payload, answer);
            case Command.STMT_FETCH -> onLast(payload, answer, Shape.ROWS);
            case Command.STMT_RESET -> onLast(payload, answer, Shape.ONE);
            case Command.STMT_CLOSE -> close(payload);
            case Command.RESET_CONNECTION -> reset(answer);
            case Command.CHANGE_USER ->
                    refuse(
                            answer,
                            new SqlError(
                                    SqlError.NOT_SUPPORTED,
                                    "42000",
                                    "no change of user: connect again"));
            default ->
                    refuse(
                            answer,
                            new SqlError(
                                    SqlError.UNKNOWN_COMMAND,
                                    "08S01",
                                    "command %d is not known".formatted(command)));
        }
    }

    private static String text(ByteBuf payload) {
        int begin = payload.readerIndex() + 1;
        return payload.toString(begin, payload.readableBytes() - 1, ISO_8859_1);
    }

    private void query(ByteBuf payload, int answer) {
        send(Classifier.classify(text(payload)), Shape.QUERY, payload, answer);
    }

    private void send(Statement statement, Shape shape, ByteBuf payload, int answer) {
        errands.work(statement, shape, payload, answer, null, errands::relay);
    }

    private void ok(int answer) {
        reply(answer, Replies.ok(client.alloc(), state.status()));
        done();
    }

    private void refuse(int answer, SqlError error) {
        reply(answer, error.payload(client.alloc()));
        done();
    }

    // ---------------------------------------------------------------- prepared statements

    private void prepare(ByteBuf payload, int answer) {
        if (prepared.size() >= MOST_PREPARED) {
            refuse(
                    answer,
                    new SqlError(
                            SqlError.TOO_MANY_STATEMENTS,
                            "42000",
                            "more than " + MOST_PREPARED + " prepared statements"));
            return;
        }
        var statement = new Prepared(lastPrepared + 1, Classifier.classify(text(payload)));
        var refused = state.refuse(statement.statement());
        if (refused.isPresent()) {
            refuse(answer, refused.get());
            return;
        }
        // To prepare changes nothing: it may be done again elsewhere, and pins nothing yet.
        var asked = new Statement(Statement.Kind.READ, false, "", null);
        errands.work(
                asked,
                Shape.PREPARE,
                payload,
                answer,
                null,
                (work, connection) ->
                        errands.prepareAt(
                                connection,
                                statement,
                                work,
                                got -> {
                                    prepared(statement, got.packets());
                                    Errands.release(work);
                                    done();
                                }));
    }

    private void prepared(Prepared statement, ByteBuf packets) {
        lastPrepared = statement.id();
        prepared.put(statement.id(), statement);
        int begin = packets.readerIndex() + PacketDecoder.HEADER;
        packets.setIntLE(begin + 1, statement.id());
        client.writeAndFlush(packets.retain());
    }

    private Prepared prepared(ByteBuf payload) {
        if (payload.readableBytes() < 5) {
            throw new ProtocolException(SqlError.MALFORMED, "a command without a statement");
        }
        int id = payload.getIntLE(payload.readerIndex() + 1);
        return prepared.get(id == LAST_PREPARED ? lastPrepared : id);
    }

    private void unknown(int answer) {
        refuse(
                answer,
                new SqlError(SqlError.UNKNOWN_STATEMENT, "HY000", "no such prepared statement"));
    }

    private void execute(ByteBuf payload, int answer) {
        Prepared statement = prepared(payload);
        if (statement == null) {
            unknown(answer);
            return;
        }
        boolean ahead = statement.longData() != null;
        Statement asked = ahead ? asWrite(statement) : statement.asExecuted();
        errands.work(asked, Shape.QUERY, payload, answer, statement, errands::relay);
    }

    // Parameters that are sent ahead must come where it is executed: it goes to the primary.
    private static Statement asWrite(Prepared prepared) {
        Statement statement = prepared.statement();
        return new Statement(Statement.Kind.WRITE, statement.pins(), statement.sql(), null);
    }

    private void sendLongData(ByteBuf payload, int answer) {
        Prepared statement = prepared(payload);
        if (statement == null) {
            done(); // nobody waits for an answer; executing it will fail
            return;
        }
        errands.work(
                asWrite(statement),
                Shape.ONE,
                payload,
                answer,
                statement,
                (work, connection) -> {
                    statement.longData(connection);
                    connection.sendWithoutAnswer(statement.addressed(payload, connection));
                    Errands.release(work);
                    done();
                });
    }

    /** What must go where it was executed last, if that is still there. */
    private void onLast(ByteBuf payload, int answer, Shape shape) {
        Prepared statement = prepared(payload);
        if (statement == null) {
            unknown(answer);
            return;
        }
        ServerConnection there = statement.last();
        boolean reset = shape == Shape.ONE;
        if (reset) {
            statement.longData(null);
        }
        if (there != null && there.isActive()) {
            var about = new Statement(Statement.Kind.ABOUT_LAST, false, "", null);
            errands.relay(
                    new Work(
                            about,
                            shape,
                            payload.retain(),
                            answer,
                            statement,
                            null,
                            errands.deadline()),
                    there);
        } else if (reset) {
            ok(answer);
        } else {
            unknown(answer);
        }
    }

    private void close(ByteBuf payload) {
        Prepared statement = prepared(payload);
        if (statement != null) {
            prepared.remove(statement.id());
            for (Place place : Place.values()) {
                ServerConnection connection = links.at(place);
                if (connection != null && connection.statements().containsKey(statement.id())) {
                    connection.sendWithoutAnswer(statement.addressed(payload, connection));
                    connection.statements().remove(statement.id());
                    connection.typed().remove(statement.id());
                }
            }
        }
        done();
    }

    // ---------------------------------------------------------------- a new session on this
    // connection

    private void reset(int answer) {
        Runnable then =
                () -> {
                    links.drop(Place.PRIMARY);
                    links.drop(Place.REPLICA);
                    prepared.clear();
                    state.reset();
                    ok(answer);
                };
        ServerConnection primary = links.at(Place.PRIMARY);
        if (state.mustAskPosition() && primary != null) {
            errands.askPosition(
                    primary, then, cause -> end(answer, Errands.gone(Loss.UNKNOWN.message())));
        } else {
            then.run();
        }
    }

    private void reply(int sequence, ByteBuf payload) {
        client.writeAndFlush(PacketWriter.packet(client.alloc(), sequence, payload));
    }

    // ---------------------------------------------------------------- the end

    /** Says why, and ends. */
    @Override
    public void end(int sequence, SqlError error) {
        if (ended) {
            return;
        }
        ended = true;
        int number = sequence >= 0 ? sequence : 1;
        client.writeAndFlush(
                        PacketWriter.packet(client.alloc(), number, error.payload(client.alloc())))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void fail(int sequence, SqlError error) {
        if (ready) {
            refuse(sequence, error);
        } else {
            end(sequence, error);
        }
    }

    @Override
    public void cut() {
        ended = true;
        client.close();
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    /** A server's connection was lost while nobody waited for it. */
    void lost(ServerConnection connection) {
        errands.lost(connection);
    }

    void topologyChanged() {
        if (!ended) {
            links.topologyChanged();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (errands != null) {
            errands.writable(client.isWritable());
        }
        next();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable real = cause instanceof DecoderException ? cause.getCause() : cause;
        if (real instanceof ProtocolException wrong && client.isActive()) {
            end(-1, wrong.error());
        } else {
            ended = true;
            client.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        links.close();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
