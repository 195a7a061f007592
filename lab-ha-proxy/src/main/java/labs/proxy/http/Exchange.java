package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.backend.Wish;
import labs.proxy.config.HttpSettings;
import labs.proxy.config.Timeouts;
import labs.proxy.http.Conditions.Seen;

/**
 * One request and its answer.
 *
 * <pre>
 *   start ─▶ ServerSearch ─▶ request out ─▶ answer in ─▶ AnswerChanges ─▶ end
 *                ▲  │ none        │ lost, nothing answered yet
 *                │  ▼             ▼
 *                │ 503   may it be sent again? ── no ─▶ 502 or 504
 *                └──────────── yes
 * </pre>
 *
 * Confined to the event loop of its client.
 */
final class Exchange {
    private static final int COPIED = 4096; // what is cheaper to copy than to send by itself

    private final Seen seen;
    private final LogRecord log; // null where nothing is logged
    private final Duration serverTimeout;
    private final boolean serverCloses; // whether its connection ends behind the answer
    private final ClientSide client;
    private final HttpEngine engine;
    private final HttpBackend backend;
    private final Upstream upstream;
    private final Draft request;
    private final String method;
    private final boolean keepAlive; // whether the client wants to go on behind it
    private final AnswerChanges changes;
    private final ServerSearch search;

    private ServerSide server; // null before there is one, and behind the answer
    private Body requestBody;
    private boolean bodyBegun;
    private boolean answered;
    private boolean goesOn; // whether the client's connection does, behind the answer
    private boolean tunnel;
    private boolean clientEnded; // in a tunnel
    private boolean over;

    Exchange(ClientSide client, HttpEngine engine, ClientRequests requests, Body body) {
        HttpFrontend frontend = requests.frontend();
        this.seen = requests.seen();
        this.log = seen.scope().log;
        this.client = client;
        this.engine = engine;
        this.backend = requests.backend();
        this.upstream = backend.upstream();
        this.request = seen.request();
        this.method = request.method();
        this.requestBody = body;
        HttpSettings.Closing at = frontend.config().http().closing();
        HttpSettings.Closing behind = backend.settings().config().closing();
        boolean both = at == HttpSettings.Closing.BOTH || behind == HttpSettings.Closing.BOTH;
        this.keepAlive = HopByHop.keepsAlive(request.head()) && !both;
        this.serverCloses =
                both || at == HttpSettings.Closing.SERVER || behind == HttpSettings.Closing.SERVER;
        this.serverTimeout = seen.scope().timeout(Timeouts.Kind.SERVER, backend.serverTimeout());
        this.changes = new AnswerChanges(seen, frontend, backend);
        this.search = new ServerSearch(this, client, engine, backend, seen, serverCloses);
    }

    String method() {
        return method;
    }

    Body requestBody() {
        return requestBody;
    }

    /** Makes the request ready for a server, and looks for one. */
    void start(Wish first) {
        backend.cookie().ifPresent(cookie -> cookie.strip(request));
        HopByHop.strip(request, !serverCloses, true);
        Framing.sayOnce(request);
        upstream.counters().requests.increment();
        search.begin(
                changes.cookieServer()
                        .map(
                                own ->
                                        new Wish(
                                                first.source(),
                                                first.key(),
                                                Optional.of(own),
                                                Set.of()))
                        .orElse(first));
    }

    boolean isOver() {
        return over;
    }

    /** The server is asked by the client itself. */
    void redirect(String prefix) {
        over = true;
        leave();
        client.answerInstead(
                Answer.redirect(302, prefix + Target.local(request.target())),
                requestBody.isDone());
    }

    private Member member() {
        return search.member();
    }

    /** There is a connection: the request goes out. */
    void use(ServerSide side) {
        server = side;
        if (log != null) {
            log.connected();
            log.serverConnections = member().counters().current();
            log.backendConnections = upstream.inside();
        }
        side.begin(this);
        ByteBuf out = side.channel().alloc().ioBuffer(request.size());
        request.writeTo(out);
        countIn(out.readableBytes());
        side.channel().write(out, side.channel().voidPromise());
        client.passBody();
        side.channel().flush();
        expectAnswer();
    }

    private void countIn(int bytes) {
        if (log != null) {
            log.bytes(bytes, 0);
        }
        upstream.counters().bytesIn.add(bytes);
        member().counters().bytesIn.add(bytes);
    }

    private void expectAnswer() {
        if (requestBody.isDone() && server != null) {
            server.expect(serverTimeout);
        }
    }

    /** The server takes nothing of the request's body: it has only so long to take some. */
    void serverIsSlow() {
        if (server != null && !answered) {
            server.expectRoom(serverTimeout);
        }
    }

    /** Whether a part of the request's body can be taken now. */
    boolean hasRoomForBody() {
        return server != null && server.channel().isWritable();
    }

    /** A part of the request's body; takes it over. */
    void passRequest(ByteBuf part) {
        bodyBegun = true;
        countIn(part.readableBytes());
        server.channel().write(part, server.channel().voidPromise());
    }

    void flushRequest() {
        if (server != null) {
            server.channel().flush();
            expectAnswer();
        }
    }

    /** Whether the client wants another protocol: only then may the server change to one. */
    boolean asksForUpgrade() {
        return HopByHop.upgrades(request.head());
    }

    /** The client has gone while nothing had come of the answer, and the backend gives up then. */
    boolean endsWithItsClient() {
        return upstream.config().abortOnClose() && !answered && !tunnel && requestBody.isDone();
    }

    boolean isTunnel() {
        return tunnel;
    }

    /** In a tunnel the client has said all: that goes on to the server, behind what it said. */
    void clientEnded() {
        if (clientEnded) {
            return;
        }
        clientEnded = true;
        Channel to = server.channel();
        to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(sent -> ((DuplexChannel) to).shutdownOutput());
        heardFromServer(); // from now on timeout server-fin holds
    }

    void roomForRequest() {
        if (!answered && !requestBody.isDone()) {
            server.expectNothing();
            client.expectBody();
        }
        client.passBody();
        flushRequest();
        client.readAsNeeded();
    }

    // ── what goes wrong ──

    /** Whether a request that failed in this way may be sent again. */
    boolean mayTryAgain(String failure) {
        return Retries.maySendAgain(method, true, bodyBegun, answered)
                && !tunnel
                && backend.retriesOn(failure);
    }

    /** Whether any of the answer has gone to the client. */
    boolean isAnswered() {
        return answered;
    }

    Upstream upstream() {
        return upstream;
    }

    ServerSearch search() {
        return search;
    }

    /** The connection is of no use any more, and the place at its server free for others. */
    void letGo() {
        release(false);
        leave();
    }

    private void state(String letters) {
        if (log != null) {
            log.state(letters);
        }
    }

    /** No server, or none that answers. */
    void fail(int status) {
        over = true;
        letGo();
        upstream.counters().answered(status);
        state(status == 503 ? member() == null ? "sQ" : "SC" : status == 504 ? "sH" : "SH");
        client.answerInstead(Answer.page(seen, status), requestBody.isDone());
    }

    /** The client has got a part already: only the end of its connection can tell it. */
    void cutOff() {
        state("SD");
        over = true;
        letGo();
        client.cutOff();
    }

    /** The client has gone, or is too slow. */
    void clientIsGone() {
        if (!over) {
            upstream.count(member(), counters -> counters.clientAborts);
        }
        abandon();
    }

    /** Nothing more comes of it. */
    void abandon() {
        if (over) {
            return;
        }
        over = true;
        search.giveUp();
        if (server != null) {
            server.abort();
            server = null;
        }
        leave();
    }

    private void release(boolean reusable) {
        search.cancelTimer();
        if (server != null) {
            ServerSide side = server;
            server = null;
            side.release(reusable && search.mayBeShared());
        }
    }

    private void leave() {
        search.leave(answered);
    }

    // ── the answer ──

    /** 100 or 103: for the client, and the answer is still to come. */
    void interim(Head head) {
        if (request.head().isVersion11()) {
            var draft = new Draft(head);
            Framing.dropWhereNone(draft);
            ByteBuf out = client.channel().alloc().ioBuffer(draft.size());
            draft.writeTo(out);
            client.channel().writeAndFlush(out, client.channel().voidPromise());
        }
    }

    /** The head of the answer, and as much of its body as came with it; takes that over. */
    void answerBegins(Head head, Body body, ByteBuf first) {
        if (head.status() >= 400 && mayTryAgain("" + head.status()) && search.mayFail()) {
            first.release();
            letGo(); // what this server had of it is forgotten
            search.tryAgain(502);
            return;
        }
        answered = true;
        search.watch().answered();
        tunnel = head.status() == 101;
        goesOn = keepAlive && !body.isUntilClose() && requestBody.isDone() && !engine.isStopping();
        upstream.reached(member(), search.wish());
        if (head.status() >= 500 && head.status() != 501 && head.status() != 505) {
            upstream.erred(member());
        } else {
            upstream.answered(member());
        }
        upstream.counters().answered(head.status());
        member().counters().answered(head.status());
        changes.count(head.status());
        client.counters().answered(head.status());
        Draft draft = changed(head);
        if (draft == null) {
            first.release();
            return; // a rule has answered
        }
        write(draft, first);
        if (tunnel) {
            requestBody = Body.untilClose();
            client.tunnelBegins();
            server.expect(tunnelTimeout());
        }
    }

    // Null if a rule has answered instead.
    private Draft changed(Head head) {
        var draft = new Draft(head);
        Optional<Answer> own = changes.ruled(draft);
        if (own.isPresent()) {
            over = true;
            letGo();
            state(own.get().status() >= 400 ? "PH" : "LR");
            client.answerInstead(own.get(), requestBody.isDone());
            return null;
        }
        changes.finish(draft, member(), goesOn);
        return draft;
    }

    private void write(Draft draft, ByteBuf first) {
        int some = first.readableBytes();
        boolean copied = some <= COPIED;
        Channel to = client.channel();
        ByteBuf out = to.alloc().ioBuffer(draft.size() + (copied ? some : 0));
        draft.writeTo(out);
        if (copied) {
            out.writeBytes(first);
            first.release();
        }
        countOut(out.readableBytes());
        to.write(out, to.voidPromise());
        if (!copied) {
            passAnswer(first);
        }
    }

    private void countOut(int bytes) {
        if (log != null) {
            log.bytes(0, bytes);
        }
        upstream.counters().bytesOut.add(bytes);
        member().counters().bytesOut.add(bytes);
        client.counters().bytesOut.add(bytes);
    }

    /** A part of the answer's body; takes it over. */
    void passAnswer(ByteBuf part) {
        countOut(part.readableBytes());
        client.channel().write(part, client.channel().voidPromise());
        if (!client.channel().isWritable() && server != null) {
            server.channel().config().setAutoRead(false);
        }
    }

    void roomForAnswer() {
        if (server != null) {
            server.channel().config().setAutoRead(true);
            heardFromServer();
        }
    }

    /** Some of the answer came: the rest has its whole time again. */
    void heardFromServer() {
        if (server != null) {
            server.expect(tunnel ? tunnelTimeout() : serverTimeout);
        }
    }

    private Duration tunnelTimeout() {
        if (clientEnded && backend.serverEndTimeout().isPresent()) {
            return backend.serverEndTimeout().get();
        }
        return seen.scope()
                .timeout(Timeouts.Kind.TUNNEL, backend.tunnelTimeout(client.clientTimeout()));
    }

    /** The client has no room: it is not the server that is late. */
    void clientIsSlow() {
        if (server != null && !client.channel().isWritable()) {
            server.expect(Duration.ofDays(1));
        }
    }

    void flushAnswer() {
        client.flushAnswer();
    }

    void answerEnds() {
        over = true;
        release(requestBody.isDone());
        leave();
        client.answerEnds(goesOn);
    }
}
