package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.function.Consumer;
import labs.proxy.mysql.cluster.ServerView;
import labs.proxy.mysql.cluster.Topology;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ResponseTracker;
import labs.proxy.mysql.session.Place;

/**
 * A connection of one session to one server, from where {@link ServerLogin} has logged in. One
 * command at a time; its answer is passed on as it comes. Confined to the session's event loop.
 *
 * <p>However a connection ends, one is told, once: who waits for an answer, by {@link
 * Exchange#lost}; else, if it was not closed by us, the session. What a server says while nobody
 * waits is a goodbye, and closes it.
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command
 * Phase</a>.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private final ServerView server;
    private final Place place;
    private final Consumer<ServerConnection> onLoss; // when it is lost while nobody waits
    private final ServerSession session;
    private Topology fitsIn; // the last in which its server has the role of the place
    private int thread; // as the server calls this connection
    private Channel channel;
    private ByteBuf in; // what is not looked at yet; null if there is nothing
    private boolean closing; // by us: nobody is told
    private boolean gone;
    private Exchange exchange; // null when idle
    private AnswerReader answer; // the last one; null before the first
    private Throwable failure;

    ServerConnection(
            ServerView server,
            Place place,
            boolean multiStatements,
            Consumer<ServerConnection> onLoss) {
        this.server = server;
        session = new ServerSession(multiStatements);
        this.place = place;
        this.onLoss = onLoss;
    }

    ServerView server() {
        return server;
    }

    Place place() {
        return place;
    }

    /** As the server calls this connection, for {@code KILL}. */
    int thread() {
        return thread;
    }

    void thread(int number) {
        thread = number;
    }

    /** The last topology that its server was found to fit in; null for none. */
    Topology fitsIn() {
        return fitsIn;
    }

    void fitsIn(Topology topology) {
        fitsIn = topology;
    }

    /** Whether somebody waits for an answer. */
    boolean isBusy() {
        return exchange != null;
    }

    /** What this server has done of what the session wants. */
    ServerSession session() {
        return session;
    }

    /**
     * Whether it is there as far as its session knows: until the session has heard of the loss, it
     * must not take another one in its place.
     */
    boolean isActive() {
        return !gone && !closing;
    }

    /** The number that a packet of ours must have to come behind the server's last one. */
    int nextSequence() {
        return answer.nextSequence();
    }

    /** Whether a part of a packet was passed on only, behind which nothing can be said. */
    boolean isWithinPacket() {
        return answer.isWithinPacket();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    /** Sends a command whose answer somebody waits for. The payload is given away. */
    void send(ByteBuf payload, ResponseTracker tracker, Exchange listener) {
        if (!isActive()) {
            payload.release();
            listener.lost(new IOException("closed"));
            return;
        }
        answer = new AnswerReader(tracker);
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
                new AnswerCollector(channel.alloc().buffer(), then, lost));
    }

    /** Whether to read what the server says: not while the client has no room for it. */
    void read(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Closes it, in order if it is idle. The session is not told. */
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
        if (exchange == null) {
            channel.close(); // it says goodbye, and why; it will not serve us again
        } else {
            passOn();
        }
        if (in != null && !in.isReadable()) {
            forgetInput();
        }
    }

    private void passOn() {
        int known = answer.read(in);
        if (known > 0 && known == in.readableBytes()) {
            ByteBuf all = in;
            in = null;
            exchange.bytes(all);
        } else if (known > 0) {
            exchange.bytes(in.readRetainedSlice(known));
        }
        if (answer.isOver()) {
            Exchange done = exchange;
            exchange = null;
            done.over(answer.tracker());
        }
    }

    private void forgetInput() {
        in.release();
        in = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failure = cause;
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        if (in != null) {
            forgetInput();
        }
        Exchange waiting = exchange;
        exchange = null;
        if (waiting != null) {
            waiting.lost(failure != null ? failure : new IOException(server.name() + " has gone"));
        } else if (!closing) {
            onLoss.accept(this);
        }
    }
}
