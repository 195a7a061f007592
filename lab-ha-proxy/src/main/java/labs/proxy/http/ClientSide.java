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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Wish;
import labs.proxy.balance.Keys;
import labs.proxy.config.Backend;
import labs.proxy.config.HttpSettings;
import labs.proxy.config.TcpRule;
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
    private Seen seen; // the request under way; null between requests
    private Scope session; // what is known of the connection; null for nothing
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
        if (!frontend.tcpRules().isEmpty()) {
            beginSession();
        }
    }

    // What connections are asked before any request: a request then begins with what this knows.
    private void beginSession() {
        session = scope();
        session.log = null;
        var connection = new Seen(null, peer, session);
        for (TcpRule.Stage stage : List.of(TcpRule.Stage.CONNECTION, TcpRule.Stage.SESSION)) {
            if (frontend.tcpRules().apply(stage, connection) == ConnectionRules.Verdict.REJECT) {
                counters().denied.increment();
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                channel.close();
                return;
            }
        }
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
        } else if (all && exchange.endsWithItsClient()) {
            state("CH");
            exchange.clientIsGone();
            exchange = null;
            written();
            close();
        } else if (!exchange.isTunnel() && !exchange.requestBody().isDone() && all) {
            // What the server has of it is no request, and the client wants no answer.
            state("CD");
            exchange.clientIsGone();
            exchange = null;
            written();
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
            beginGuarded(head);
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

    // A rule that fails, on whatever it finds in a request, fails that request and no other.
    private void beginGuarded(Head head) throws BadMessage {
        try {
            begin(head);
        } catch (RuntimeException e) {
            LOG.error("{}: a rule failed for '{}'", peer.source(), head.target(), e);
            if (exchange != null) {
                exchange.abandon();
                exchange = null;
            }
            counters().answered(500);
            channel.writeAndFlush(
                    Answer.error(500).bytes(channel.alloc(), false, false), channel.voidPromise());
            close();
        }
    }

    private void begin(Head head) throws BadMessage {
        frontend = frontends.get();
        Body body = Framing.ofRequest(head);
        if (HopByHop.lacksKey(head)) {
            throw new BadMessage("an upgrade to WebSocket without a key");
        }
        seen = new Seen(new Draft(head), peer, scope());
        first = false;
        Answer monitor = frontend.monitor(seen);
        if (monitor != null) {
            seen.scope().log = null;
            answer(monitor, body.isDone());
            return;
        }
        counters().requests.increment();
        Optional<HttpBackend> backend = Optional.empty();
        Optional<Answer> own = atFrontend(head);
        if (own.isEmpty()) {
            backend = frontend.backend(seen);
            own = backend.flatMap(one -> atBackend(one, head));
        }
        if (head.method().equals("CONNECT")) {
            own = Optional.of(Answer.error(405)); // this proxy is no forward proxy
        }
        if (own.isPresent()) {
            state(own.get().status() >= 400 ? "PR" : "LR");
            answer(own.get(), body.isDone());
        } else if (backend.isEmpty()) {
            state("SC");
            answer(Answer.page(seen, 503), body.isDone());
        } else {
            forward(backend.get(), body);
        }
    }

    private Scope scope() {
        var scope = new Scope();
        scope.first = first;
        scope.engine = engine;
        scope.frontend = frontend.config().name();
        scope.pages = frontend.settings().pages();
        if (session != null) {
            scope.inherit(session);
            for (int i = 0; i < 3; i++) {
                scope.track(i, session.tracked(i));
            }
        }
        if (frontend.log().isPresent()) {
            scope.log = new LogRecord();
            scope.log.frontendConnections = counters().current();
            scope.log.read();
        }
        return scope;
    }

    private void state(String letters) {
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.state(letters);
        }
    }

    private Optional<Answer> atFrontend(Head head) {
        int slot = 0;
        for (HttpSettings.Capture capture : frontend.config().http().captures()) {
            if (capture.request()) {
                capture(capture, slot++);
            }
        }
        frontend.uniqueId().ifPresent(this::identify);
        if (!frontend.tcpRules().isEmpty()
                && frontend.tcpRules().apply(TcpRule.Stage.CONTENT, seen)
                        == ConnectionRules.Verdict.REJECT) {
            return Optional.of(Answer.SILENCE);
        }
        Optional<Answer> own = frontend.rules().apply(seen);
        return own.isPresent() ? own : engine.page(frontend.config().stats(), head);
    }

    private void capture(HttpSettings.Capture capture, int slot) {
        List<String> values =
                capture.header().isEmpty() ? List.of() : seen.request().values(capture.header());
        String value = values.isEmpty() ? null : values.get(values.size() - 1);
        seen.scope()
                .capture(
                        slot,
                        value == null || value.length() <= capture.length()
                                ? value
                                : value.substring(0, capture.length()));
    }

    private void identify(Filler format) {
        seen.scope().uniqueId = format.line(seen);
        frontend.config()
                .uniqueIdHeader()
                .ifPresent(name -> seen.request().add(name, seen.scope().uniqueId));
    }

    private Optional<Answer> atBackend(HttpBackend backend, Head head) {
        seen.scope().upstream = backend.upstream();
        if (!backend.settings().pages().isEmpty()) {
            seen.scope().pages = backend.settings().pages();
        }
        Optional<Answer> own = backend.rules().apply(seen);
        return own.isPresent() ? own : engine.page(backend.stats(), head);
    }

    private void forward(HttpBackend backend, Body body) {
        Draft request = seen.request();
        tellWhoAsks(backend, request);
        InetAddress source = peer.source().getAddress();
        exchange = new Exchange(this, engine, frontend, backend, seen, body);
        if (!body.isDone()) {
            deadline.set(frontend.clientTimeout());
        }
        Optional<String> chosen = backend.chosenServer(seen);
        exchange.start(new Wish(source, key(backend, request), chosen, Set.of()));
    }

    private long key(HttpBackend backend, Draft request) {
        Backend config = backend.upstream().config();
        return switch (config.balance().algorithm()) {
            case URI ->
                    config.balance().consistent()
                            ? Keys.uri(request.target())
                            : Keys.plain(request.target().split("\\?", 2)[0]);
            case SOURCE -> source(config);
            case HEADER -> {
                List<String> values =
                        request.values(config.hashArgument().toLowerCase(Locale.ROOT));
                yield values.isEmpty() ? System.nanoTime() : Keys.text(values.get(0));
            }
            case ARGUMENT -> {
                String query = "&" + Target.query(request.target());
                int from = query.indexOf("&" + config.hashArgument() + "=");
                yield from < 0
                        ? System.nanoTime()
                        : Keys.text(query.substring(from + 1).split("&")[0]);
            }
            default -> 0;
        };
    }

    private long source(Backend config) {
        InetAddress address = peer.source().getAddress();
        return config.balance().consistent() ? Keys.source(address) : Keys.plain(address);
    }

    private void tellWhoAsks(HttpBackend backend, Draft request) {
        if (!backend.settings().tellSource(request, peer)) {
            frontend.settings().tellSource(request, peer);
        }
        if (!backend.settings().tellDestination(request, peer)) {
            frontend.settings().tellDestination(request, peer);
        }
    }

    private boolean closesAnyway() {
        return frontend.config().http().closing() == HttpSettings.Closing.BOTH;
    }

    /** An answer of our own, to a request that goes no further. */
    private void answer(Answer answer, boolean bodyIsDone) {
        if (answer.status() == 403 || answer.status() == 429) {
            counters().denied.increment();
        }
        boolean goesOn =
                bodyIsDone
                        && HopByHop.keepsAlive(seen.request().head())
                        && !engine.isStopping()
                        && !closesAnyway();
        send(answer, goesOn);
    }

    /** An answer of our own, where none could be had of a server. */
    void answerInstead(Answer answer, boolean bodyIsDone) {
        send(answer, bodyIsDone && !engine.isStopping() && !closesAnyway());
    }

    private void send(Answer answer, boolean goesOn) {
        if (answer == Answer.SILENCE) {
            exchange = null;
            written();
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
            return;
        }
        boolean head = seen != null && seen.request().method().equals("HEAD");
        counters().answered(answer.status());
        ByteBuf bytes = OwnAnswers.bytes(answer, frontend, seen, channel.alloc(), goesOn, head);
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.bytes(0, bytes.readableBytes());
        }
        channel.writeAndFlush(bytes, channel.voidPromise());
        answerEnds(goesOn);
    }

    /** The request is over: now it can be told of. */
    private void written() {
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.ended();
            frontend.log().ifPresent(log -> log.write(seen));
        }
        seen = null;
    }

    private void bad(String why) {
        LOG.info("{}: {}", peer.source(), why);
        counters().badRequests.increment();
        if (exchange != null) {
            // In the middle of a body: what was passed on already is not a whole request.
            exchange.abandon();
        }
        badRequest(400, "PR");
    }

    private void badRequest(int status, String letters) {
        if (seen == null) {
            seen = new Seen(null, peer, scope());
        }
        state(letters);
        Answer page = Answer.page(seen, status);
        if (page == Answer.SILENCE) {
            send(page, false);
            return;
        }
        counters().answered(status);
        if (seen.scope().log != null) {
            seen.scope().response = OwnAnswers.head(page);
        }
        channel.writeAndFlush(page.bytes(channel.alloc(), false, false), channel.voidPromise());
        written();
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
            if (exchange != null) {
                exchange.clientIsGone();
                exchange = null;
            }
            badRequest(408, exchange == null ? "cR" : "cD");
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
        written();
        if (!goesOn) {
            close();
            return;
        }
        deadline.set(frontend.keepAliveTimeout());
        if (held != null || ended) {
            process();
            if (exchange != null) {
                exchange.flushRequest(); // no read of the client's ends here, which would do it
            }
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
        written();
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
            state("CD");
            exchange.clientIsGone();
            exchange = null;
            written();
        }
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
