package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.protocol.Status;
import labs.proxy.mysql.session.Loss;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.session.Setting;
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
final class ClientSession extends ChannelInboundHandlerAdapter {
    /** Before somebody has logged in nobody needs more. */
    static final int LONGEST_BEFORE_LOGIN = 64 * 1024;

    private static final int MOST_PREPARED = 1000;
    private static final int MOST_WAITING = 64 * 1024; // bytes of commands that came too early
    private static final int UNKNOWN_DATABASE = 1049;
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
    private ServerConnection answering; // whose answer the client reads now; else null
    private Loss loss; // what happened while the client was silent; it is told when it asks
    private SessionState state;
    private ServerLinks links;

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
        new Greeting(
                        options.version(),
                        number,
                        challenge,
                        labs.proxy.mysql.protocol.Capabilities.OFFERED)
                .write(greeting);
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
        busy = true;
        if (login.database() == null) {
            welcome(sequence);
            return;
        }
        // Whether there is such a database, and whether it is for this user, a server must say.
        Statement first = new Statement(Statement.Kind.READ, false, "", null);
        begin(
                new Work(
                        first,
                        Shape.ONE,
                        null,
                        sequence,
                        null,
                        found -> welcome(sequence),
                        deadline()));
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

    private void done() {
        answering = null;
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
        if (loss != null) {
            end(answer, gone(loss.message()));
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
        work(statement, shape, payload, answer, null, this::relay);
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
        work(
                asked,
                Shape.PREPARE,
                payload,
                answer,
                null,
                (work, connection) ->
                        prepareAt(
                                connection,
                                statement,
                                work,
                                got -> {
                                    prepared(statement, got.packets());
                                    release(work);
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

    /** Prepares it there; an error goes to the client. */
    private void prepareAt(
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
        work(asked, Shape.QUERY, payload, answer, statement, this::relay);
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
        work(
                asWrite(statement),
                Shape.ONE,
                payload,
                answer,
                statement,
                (work, connection) -> {
                    statement.longData(connection);
                    connection.sendWithoutAnswer(addressed(payload, statement, connection));
                    release(work);
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
            relay(
                    new Work(about, shape, payload.retain(), answer, statement, null, deadline()),
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
                    connection.sendWithoutAnswer(addressed(payload, statement, connection));
                    connection.statements().remove(statement.id());
                    connection.typed().remove(statement.id());
                }
            }
        }
        done();
    }

    /** The payload with the server's own number of the statement. */
    private static ByteBuf addressed(ByteBuf payload, Prepared statement, ServerConnection at) {
        ByteBuf copy = payload.retainedDuplicate();
        copy.setIntLE(copy.readerIndex() + 1, at.statements().get(statement.id()));
        return copy;
    }

    /**
     * A client says the types of the parameters only when they are new, and then to one server. To
     * another they are said by us.
     */
    private ByteBuf typed(ByteBuf payload, Prepared statement, ServerConnection at) {
        int parameters = statement.parameters();
        if (parameters == 0) {
            return payload;
        }
        int flag = payload.readerIndex() + 10 + (parameters + 7) / 8;
        if (payload.writerIndex() <= flag) {
            payload.release();
            throw new ProtocolException(SqlError.MALFORMED, "parameters are missing");
        }
        int length = 2 * parameters;
        if (payload.getByte(flag) == 1) {
            if (payload.writerIndex() < flag + 1 + length) {
                payload.release();
                throw new ProtocolException(SqlError.MALFORMED, "types are missing");
            }
            byte[] types = new byte[length];
            payload.getBytes(flag + 1, types);
            statement.types(types);
        } else if (!at.typed().contains(statement.id()) && statement.types() != null) {
            ByteBuf with = payload.alloc().buffer(payload.readableBytes() + length);
            with.writeBytes(payload, payload.readerIndex(), flag - payload.readerIndex());
            with.writeByte(1).writeBytes(statement.types());
            with.writeBytes(payload, flag + 1, payload.writerIndex() - flag - 1);
            payload.release();
            at.typed().add(statement.id());
            return with;
        }
        at.typed().add(statement.id());
        return payload;
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
            askPosition(primary, then, cause -> end(answer, gone(Loss.UNKNOWN.message())));
        } else {
            then.run();
        }
    }

    // ---------------------------------------------------------------- from a command to a server

    private long deadline() {
        return System.nanoTime() + options.patience().toNanos();
    }

    /** An action with the work itself. */
    private interface Doing {
        void of(Work work, ServerConnection connection);
    }

    private void work(
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

    private void begin(Work work) {
        if (loss != null) {
            int answer = work.answerSequence();
            release(work);
            end(answer, gone(loss.message()));
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

    private void askPosition(ServerConnection primary, Runnable then, Consumer<Throwable> lost) {
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
            end(-1, e.error());
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

    private void relay(Work work, ServerConnection connection) {
        ByteBuf payload = work.payload().retainedDuplicate(); // perhaps it is sent again
        Prepared statement = work.prepared();
        if (statement != null) {
            payload.release();
            payload = addressed(work.payload(), statement, connection);
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
                payload = typed(payload, statement, connection);
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
            if (ended) {
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
            done();
        }

        @Override
        public void lost(Throwable cause) {
            if (ended) {
                release(work);
                return;
            }
            answering = null;
            Loss what = state.lost(connection.place(), work.statement(), work.hasBegun());
            if (what == Loss.RETRY) {
                again(work, connection);
            } else if (connection.isWithinPacket()) {
                release(work);
                ended = true;
                client.close(); // nothing can be said in the middle of a packet
            } else {
                int next = work.hasBegun() ? connection.nextSequence() : work.answerSequence();
                release(work);
                end(next, gone(what.message()));
            }
        }
    }

    /** The connection was lost before the work itself was sent there. */
    private void lostBefore(Work work, ServerConnection connection) {
        if (ended) {
            release(work);
            return;
        }
        Loss what = state.lost(connection.place(), null, false);
        if (what == Loss.FORGET) {
            again(work, connection);
        } else {
            int answer = work.answerSequence();
            release(work);
            end(answer, gone(what.message()));
        }
    }

    private void again(Work work, ServerConnection without) {
        work.tried().add(without.server().name());
        begin(work);
    }

    private void fail(Work work, SqlError error) {
        release(work);
        if (ended) {
            return;
        }
        if (ready) {
            refuse(work.answerSequence(), error);
        } else {
            end(work.answerSequence(), error);
        }
    }

    private static void release(Work work) {
        if (work.payload() != null) {
            work.payload().release();
        }
    }

    private static SqlError gone(String what) {
        return new SqlError(SqlError.SERVER_GONE, "08S01", "the server is gone; " + what);
    }

    private void reply(int sequence, ByteBuf payload) {
        client.writeAndFlush(PacketWriter.packet(client.alloc(), sequence, payload));
    }

    // ---------------------------------------------------------------- the end

    /** Says why, and ends. */
    private void end(int sequence, SqlError error) {
        if (ended) {
            return;
        }
        ended = true;
        int number = sequence >= 0 ? sequence : 1;
        client.writeAndFlush(
                        PacketWriter.packet(client.alloc(), number, error.payload(client.alloc())))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** A server's connection was lost while nobody waited for it. */
    void lost(ServerConnection connection) {
        if (ended || state == null) {
            return;
        }
        Loss what = state.lost(connection.place(), null, false);
        if (what != Loss.FORGET) {
            loss = what;
        }
    }

    void topologyChanged() {
        if (!ended) {
            links.topologyChanged();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (answering != null && answering.isActive()) {
            answering.read(client.isWritable());
        }
        next();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable real =
                cause instanceof io.netty.handler.codec.DecoderException ? cause.getCause() : cause;
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
