package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Wish;
import labs.proxy.balance.Keys;
import labs.proxy.config.Algorithm;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.overload.Deadline;
import labs.proxy.stats.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: reads requests one after the other, and has an {@link Exchange} see to
 * each. The next request is not looked at before the answer to this one is out; what a client sends
 * ahead waits, up to a limit, and behind that in its own socket.
 *
 * <pre>
 *            ┌──────────────── the answer is out, and the connection goes on ───────────────┐
 *            ▼                                                                              │
 *   reading a head ─▶ rules, backend ─▶ Exchange: the body goes by as there is room ────────┤
 *        │ bad, late       │ an answer of our own ──────────────────────────────────────────┤
 *        ▼                 ▼                                                                ▼
 *   400, 408 ──────────────────────────────▶ closing: all that still comes is thrown away ─▶ closed
 * </pre>
 */
public final class ClientSide extends ChannelInboundHandlerAdapter {
    /** An event: the proxy stops, and a connection on which nothing is under way may go now. */
    public static final Object STOPPING = new Object();

    static final Logger LOG = LoggerFactory.getLogger(ClientSide.class);

    private static final int AHEAD = 64 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Supplier<HttpFrontend> frontends;
    private final HttpEngine engine;
    private final Peer peer;
    private final HeadReader reader = HeadReader.ofRequests();
    private HttpFrontend frontend; // as it was when the last request came
    private Channel channel;
    private Deadline deadline;
    private ByteBuf held; // what came and is not looked at yet; null for nothing
    private Exchange exchange; // null between requests
    private boolean processing;
    private boolean first = true; // whether no request has come yet
    private boolean ended; // whether the client has said all
    private long backlog; // how much a slow client had to take when it was looked at last
    private boolean closing;

    /**
     * @param frontends gives what the configuration says now: it is asked for each request
     */
    public ClientSide(Supplier<HttpFrontend> frontends, HttpEngine engine, Peer peer) {
        this.frontends = frontends;
        this.frontend = frontends.get();
        this.engine = engine;
        this.peer = peer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        deadline = new Deadline(channel.eventLoop(), this::tooLate);
        deadline.set(frontend.requestTimeout());
    }

    Channel channel() {
        return channel;
    }

    Peer peer() {
        return peer;
    }

    Counters counters() {
        return frontend.counters();
    }

    Duration clientTimeout() {
        return frontend.clientTimeout();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            bytes.release();
            return;
        }
        counters().bytesIn.add(bytes.readableBytes());
        held = Held.with(held, bytes, channel.alloc());
        process();
    }

    // Not entered a second time by an answer that is there at once: the loop goes on with the next.
    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (held != null && !closing && step()) {
                held = Held.orNull(held);
            }
        } catch (BadMessage bad) {
            bad(bad.getMessage());
        } finally {
            processing = false;
        }
        held = Held.orNull(held);
        if (ended && !closing) {
            afterTheEnd();
        }
        readAsNeeded();
    }

    // What came before the client's end is worth as much as without that end: whole requests are
    // answered, and only one that is cut in two is not.
    private void afterTheEnd() {
        boolean all = held == null;
        if (exchange == null && all) {
            close();
        } else if (exchange == null) {
            bad("the client ended in the middle of a head");
        } else if (exchange.isTunnel() && all) {
            exchange.clientEnded();
        } else if (!exchange.isTunnel() && !exchange.requestBody().isDone() && all) {
            // What the server has of it is no request, and the client wants no answer.
            exchange.clientIsGone();
            exchange = null;
            close();
        }
    }

    /** Takes a head or a part of a body; returns whether there was one that could be taken. */
    private boolean step() throws BadMessage {
        if (exchange != null) {
            return takeBody();
        }
        boolean wasIdle = !reader.isUnderWay();
        Head head = reader.read(held);
        if (head != null) {
            deadline.clear();
            begin(head);
            return true;
        }
        if (wasIdle && !first) {
            deadline.set(frontend.requestTimeout());
        }
        return false;
    }

    private boolean takeBody() throws BadMessage {
        if (exchange.requestBody().isDone()) {
            return false;
        }
        if (!exchange.hasRoomForBody()) {
            exchange.serverIsSlow();
            return false;
        }
        int some = exchange.requestBody().next(held);
        exchange.passRequest(Held.take(held, some));
        if (exchange.isTunnel()) {
            exchange.heardFromServer(); // both may be silent only together
        } else if (exchange.requestBody().isDone()) {
            deadline.clear();
        } else {
            deadline.set(frontend.clientTimeout());
        }
        return true;
    }

    private void begin(Head head) throws BadMessage {
        first = false;
        frontend = frontends.get();
        counters().requests.increment();
        Body body = Framing.ofRequest(head);
        if (HopByHop.lacksKey(head)) {
            throw new BadMessage("an upgrade to WebSocket without a key");
        }
        var seen = new Seen(new Draft(head), peer);
        Optional<Answer> own = frontend.rules().apply(seen);
        Optional<HttpBackend> backend = own.isEmpty() ? frontend.backend(seen) : Optional.empty();
        if (own.isEmpty()) {
            own = engine.page(frontend.config().stats(), head);
        }
        if (own.isEmpty() && backend.isPresent()) {
            own = backend.get().rules().apply(seen);
        }
        if (own.isEmpty() && backend.isPresent()) {
            own = engine.page(backend.get().stats(), head);
        }
        if (head.method().equals("CONNECT")) {
            own = Optional.of(Answer.error(405)); // this proxy is no forward proxy
        }
        if (own.isPresent() || backend.isEmpty()) {
            answer(own.orElseGet(() -> Answer.error(503)), head, body.isDone());
        } else {
            forward(backend.get(), seen.request(), body);
        }
    }

    private void forward(HttpBackend backend, Draft request, Body body) {
        tellWhoAsks(backend, request);
        InetAddress source = peer.source().getAddress();
        Algorithm algorithm = backend.upstream().config().balance().algorithm();
        long key =
                algorithm == Algorithm.URI
                        ? Keys.uri(request.head().target())
                        : algorithm == Algorithm.SOURCE ? Keys.source(source) : 0;
        exchange = new Exchange(this, engine, backend, request, body);
        if (!body.isDone()) {
            deadline.set(frontend.clientTimeout());
        }
        exchange.start(new Wish(source, key, Optional.empty(), Set.of()));
    }

    private void tellWhoAsks(HttpBackend backend, Draft request) {
        Optional<String> header =
                backend.upstream().config().forwardFor().or(() -> frontend.config().forwardFor());
        header.ifPresent(name -> request.add(name, peer.address()));
    }

    /** An answer of our own, to a request that goes no further. */
    private void answer(Answer answer, Head head, boolean bodyIsDone) {
        if (answer.status() == 403 || answer.status() == 429) {
            counters().denied.increment();
        }
        boolean goesOn = bodyIsDone && HopByHop.keepsAlive(head) && !engine.isStopping();
        counters().answered(answer.status());
        channel.writeAndFlush(
                answer.bytes(channel.alloc(), goesOn, head.method().equals("HEAD")),
                channel.voidPromise());
        answerEnds(goesOn);
    }

    /** An answer of our own, where none could be had of a server. */
    void answerInstead(Answer answer, boolean bodyIsDone) {
        boolean head = exchange.method().equals("HEAD");
        boolean goesOn = bodyIsDone && !engine.isStopping();
        counters().answered(answer.status());
        channel.writeAndFlush(answer.bytes(channel.alloc(), goesOn, head), channel.voidPromise());
        answerEnds(goesOn);
    }

    private void bad(String why) {
        LOG.info("{}: {}", peer.source(), why);
        counters().badRequests.increment();
        if (exchange != null) {
            // In the middle of a body: what was passed on already is not a whole request.
            exchange.abandon();
        }
        counters().answered(400);
        channel.writeAndFlush(
                Answer.error(400).bytes(channel.alloc(), false, false), channel.voidPromise());
        close();
    }

    private void tooLate() {
        if (exchange != null && !channel.isWritable()) {
            if (channel.bytesBeforeWritable() < backlog) {
                waitForClient(); // slow, but not silent
            } else {
                cutOff();
            }
        } else if (exchange != null && !exchange.hasRoomForBody()) {
            deadline.set(frontend.clientTimeout()); // it is not the client that we wait for
        } else if (closing || (!first && !reader.isUnderWay() && exchange == null)) {
            channel.close();
        } else {
            counters().badRequests.increment();
            counters().answered(408);
            if (exchange != null) {
                exchange.clientIsGone();
            }
            channel.writeAndFlush(
                    Answer.error(408).bytes(channel.alloc(), false, false), channel.voidPromise());
            close();
        }
    }

    /** As much of the request's body as is there and as the server has room for. */
    void passBody() {
        if (held != null && exchange != null) {
            process();
        }
    }

    /** The server speaks another protocol now. */
    void tunnelBegins() {
        deadline.clear();
        channel.eventLoop().execute(this::process);
    }

    /** The client may go on with its request: whether it does is its own affair from now on. */
    void expectBody() {
        if (exchange != null && !exchange.requestBody().isDone() && !exchange.isTunnel()) {
            deadline.set(frontend.clientTimeout());
        }
    }

    void flushAnswer() {
        channel.flush();
    }

    /** The answer is out. */
    void answerEnds(boolean goesOn) {
        channel.flush();
        exchange = null;
        if (!goesOn) {
            close();
            return;
        }
        deadline.set(frontend.keepAliveTimeout());
        if (held != null || ended) {
            process();
        } else {
            readAsNeeded();
        }
    }

    /** Stops reading where nothing more can be taken, and goes on when it can. */
    void readAsNeeded() {
        boolean full = held != null && held.readableBytes() >= AHEAD;
        boolean stalled =
                exchange != null && !exchange.requestBody().isDone() && held != null && !closing;
        boolean read = !ended && !full && !(stalled && !exchange.hasRoomForBody());
        if (channel.config().isAutoRead() != read) {
            channel.config().setAutoRead(read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.flushRequest();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange == null) {
            return;
        }
        if (channel.isWritable()) {
            deadline.clear();
            exchange.roomForAnswer();
        } else {
            waitForClient();
            exchange.clientIsSlow();
        }
    }

    private void waitForClient() {
        backlog = channel.bytesBeforeWritable();
        deadline.set(frontend.clientTimeout());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == STOPPING && exchange == null && held == null && !first) {
            channel.close();
        }
        if (event == ChannelInputShutdownEvent.INSTANCE && !ended) {
            ended = true;
            if (closing) {
                channel.close();
            } else {
                process();
            }
        }
        context.fireUserEventTriggered(event);
    }

    /** Writes what is still to be written, and closes behind it. */
    private void close() {
        closing = true;
        deadline.set(LINGER);
        channel.config().setAutoRead(!ended);
        boolean secure = channel.pipeline().get(SslHandler.class) != null;
        if (secure || ended || !(channel instanceof DuplexChannel duplex)) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        // To close with bytes unread would reset the connection, and the answer may be lost by
        // that: shut one direction, and read the other to its end.
        duplex.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> duplex.shutdownOutput());
    }

    /** Ends in the middle of an answer, in a way that cannot be taken for its end. */
    void cutOff() {
        if (exchange != null) {
            exchange.clientIsGone();
            exchange = null;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{}: {}", peer.source(), cause.toString());
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.close();
        if (exchange != null) {
            exchange.clientIsGone();
            exchange = null;
        }
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
