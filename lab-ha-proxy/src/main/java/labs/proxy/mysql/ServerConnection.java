package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import labs.proxy.balance.Loads;
import labs.proxy.mysql.cluster.ServerView;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Greeting;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.protocol.Scramble;
import labs.proxy.mysql.protocol.SqlError;
import labs.proxy.mysql.session.Place;

/**
 * A connection of one session to one server. One command at a time. An answer is passed on as it
 * comes: only the beginning of a packet is waited for, so that a row of 16 MiB costs no memory.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    /** So much of a packet is looked at; see {@link ResponseTracker#packet}. */
    private static final int HEAD = 1024;

    private final ServerView server;
    private final Place place;
    private final Account account;
    private final Loads loads;
    private final Promise<ServerConnection> opened;
    private final Consumer<ServerConnection> onLoss; // when it is lost while nobody waits
    private Channel channel;
    private ByteBuf in; // what is not looked at yet; null before the first
    private boolean greeted;
    private boolean closing; // by us: nobody is told
    private boolean gone;
    private Exchange exchange; // null when idle
    private ResponseTracker tracker;
    private int rest; // of a packet whose beginning was looked at
    private boolean continued; // whether another piece of the same packet follows
    private int sequence; // of the last packet
    private Throwable failure;

    // What this connection has done of what its session wants. The session keeps it.
    private String database;
    private long version;
    private String reached = "";
    private final Map<Integer, Integer> statements = new HashMap<>(); // the session's id to ours
    private final Set<Integer> typed = new HashSet<>(); // those whose parameters have types here

    private ServerConnection(
            ServerView server,
            Place place,
            Account account,
            Loads loads,
            EventLoop loop,
            Consumer<ServerConnection> onLoss) {
        this.server = server;
        this.place = place;
        this.account = account;
        this.loads = loads;
        this.onLoss = onLoss;
        opened = loop.newPromise();
    }

    /**
     * Connects and logs in, without a database; fails with an {@link IOException} or what was said.
     */
    static Future<ServerConnection> open(
            Bootstrap bootstrap,
            EventLoop loop,
            ServerView server,
            Place place,
            Account account,
            Loads loads,
            ChannelGroup all,
            Duration limit,
            Consumer<ServerConnection> onLoss) {
        var connection = new ServerConnection(server, place, account, loads, loop, onLoss);
        var connecting = bootstrap.clone(loop).handler(connection).connect(server.address());
        all.add(connecting.channel());
        connecting.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        connection.opened.tryFailure(done.cause());
                    }
                });
        var late =
                loop.schedule(
                        () -> {
                            if (connection.opened.tryFailure(
                                    new IOException(server.name() + " is late"))) {
                                connecting.channel().close();
                            }
                        },
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS);
        connection.opened.addListener(done -> late.cancel(false));
        return connection.opened;
    }

    ServerView server() {
        return server;
    }

    Place place() {
        return place;
    }

    /**
     * Whether it is there as far as its session knows: until the session has heard of the loss, it
     * must not take another one in its place.
     */
    boolean isActive() {
        return !gone && !closing;
    }

    String database() {
        return database;
    }

    void database(String name) {
        database = name;
    }

    long version() {
        return version;
    }

    void version(long done) {
        version = done;
    }

    String reached() {
        return reached;
    }

    void reached(String position) {
        reached = position;
    }

    Map<Integer, Integer> statements() {
        return statements;
    }

    Set<Integer> typed() {
        return typed;
    }

    /** The number that a packet of ours must have to come behind the server's last one. */
    int nextSequence() {
        return sequence + 1;
    }

    /** Whether the client has a part of a packet only, behind which nothing can be said. */
    boolean isWithinPacket() {
        return rest > 0 || continued;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        loads.opened(server.name());
    }

    /** Sends a command whose answer somebody waits for. The payload is given away. */
    void send(ByteBuf payload, ResponseTracker answer, Exchange listener) {
        if (!isActive()) {
            payload.release();
            listener.lost(new IOException("closed"));
            return;
        }
        tracker = answer;
        exchange = listener;
        sendWithoutAnswer(payload);
    }

    /** Sends a command that has no answer. The payload is given away. */
    void sendWithoutAnswer(ByteBuf payload) {
        channel.writeAndFlush(
                PacketWriter.packet(channel.alloc(), 0, payload), channel.voidPromise());
    }

    /** Asks something of our own, with a small answer. */
    void ask(
            int command,
            String text,
            ResponseTracker.Shape shape,
            Consumer<Answer> then,
            Consumer<Throwable> lost) {
        ByteBuf payload = channel.alloc().buffer(1 + text.length());
        payload.writeByte(command).writeCharSequence(text, ISO_8859_1);
        send(
                payload,
                new ResponseTracker(shape),
                new Collecting(channel.alloc().buffer(), then, lost));
    }

    private record Collecting(ByteBuf packets, Consumer<Answer> then, Consumer<Throwable> lost)
            implements Exchange {
        @Override
        public void bytes(ByteBuf part) {
            packets.writeBytes(part);
            part.release();
        }

        @Override
        public void over(ResponseTracker answer) {
            try {
                then.accept(new Answer(answer, packets));
            } finally {
                packets.release();
            }
        }

        @Override
        public void lost(Throwable cause) {
            packets.release();
            lost.accept(cause);
        }
    }

    /** Whether to read what the server says: not while the client has no room for it. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Closes it; nobody is told. */
    void close() {
        closing = true;
        if (!gone && exchange == null) {
            ByteBuf quit = channel.alloc().buffer(1).writeByte(Command.QUIT);
            channel.writeAndFlush(PacketWriter.packet(channel.alloc(), 0, quit))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /** Cuts it off, as if the server had died. */
    void cut() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        in =
                in == null
                        ? bytes
                        : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), in, bytes);
        if (!opened.isDone()) {
            logIn();
        }
        if (opened.isSuccess()) {
            look();
        }
        if (in != null && !in.isReadable()) {
            in.release();
            in = null;
        }
    }

    private void logIn() {
        while (!opened.isDone() && in.isReadable(PacketDecoder.HEADER)) {
            int length = in.getUnsignedMediumLE(in.readerIndex());
            if (!in.isReadable(PacketDecoder.HEADER + length)) {
                return;
            }
            sequence = in.skipBytes(3).readUnsignedByte();
            logIn(in.readSlice(length));
        }
    }

    private void logIn(ByteBuf payload) {
        int first = payload.isReadable() ? payload.getUnsignedByte(payload.readerIndex()) : -1;
        if (first == SqlError.MARK) {
            opened.tryFailure(new ServerException(SqlError.read(payload)));
            channel.close();
        } else if (!greeted) {
            greeted = true;
            byte[] challenge = Greeting.read(payload).challenge();
            ByteBuf login = channel.alloc().buffer();
            new Login(
                            Capabilities.towardsServer(account.capabilities()),
                            account.collation(),
                            account.user(),
                            Scramble.proof(account.password(), challenge),
                            null,
                            Scramble.PLUGIN)
                    .write(login);
            reply(login);
        } else if (first == 0) {
            opened.trySuccess(this);
        } else if (first == 0xfe) {
            byte[] challenge = Replies.readAuthSwitch(payload);
            reply(
                    channel.alloc()
                            .buffer()
                            .writeBytes(Scramble.proof(account.password(), challenge)));
        } else {
            throw new ProtocolException(SqlError.BAD_HANDSHAKE, "the server wants another login");
        }
    }

    private void reply(ByteBuf payload) {
        channel.writeAndFlush(PacketWriter.packet(channel.alloc(), sequence + 1, payload));
    }

    private void look() {
        if (exchange == null) {
            if (in.isReadable()) {
                channel.close(); // it says goodbye, and why; it will not serve us again
            }
            return;
        }
        int begin = in.readerIndex();
        int at = begin;
        boolean over = false;
        while (!over) {
            int ready = in.writerIndex() - at;
            if (rest > 0) {
                int taken = Math.min(rest, ready);
                at += taken;
                rest -= taken;
                if (rest > 0) {
                    break;
                }
            } else if (ready < PacketDecoder.HEADER) {
                break;
            } else {
                int length = in.getUnsignedMediumLE(at);
                int head = Math.min(length, HEAD);
                if (ready < PacketDecoder.HEADER + head) {
                    break;
                }
                sequence = in.getUnsignedByte(at + 3);
                at += PacketDecoder.HEADER;
                if (!continued) {
                    tracker.packet(length, in.slice(at, head));
                }
                continued = length == PacketWriter.FULL;
                at += head;
                rest = length - head;
            }
            over = tracker.isOver() && !isWithinPacket();
        }
        if (at > begin) {
            exchange.bytes(in.readRetainedSlice(at - begin));
        }
        if (over) {
            Exchange done = exchange;
            exchange = null;
            done.over(tracker);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        opened.tryFailure(cause);
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        loads.closed(server.name());
        if (in != null) {
            in.release();
            in = null;
        }
        Throwable cause = failure != null ? failure : new IOException(server.name() + " has gone");
        if (opened.tryFailure(cause) || !opened.isSuccess()) {
            return;
        }
        Exchange waiting = exchange;
        exchange = null;
        if (waiting != null) {
            waiting.lost(cause);
        } else if (!closing) {
            onLoss.accept(this);
        }
    }
}
