package labs.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Attempts;
import labs.proxy.backend.Member;
import labs.proxy.backend.Place;
import labs.proxy.backend.Upstream;
import labs.proxy.backend.Wish;
import labs.proxy.stats.Stopwatch;

/**
 * One request and its answer.
 *
 * <pre>
 *   start ─▶ a place at a server ─▶ a connection ─▶ request out ─▶ answer in ─▶ end
 *     ▲         │ none, too long        │ none            │ lost, nothing answered yet
 *     │         ▼                       │                 │
 *     │        503                      ▼                 ▼
 *     └──────────────────────── may it be sent again? ── no ─▶ 502, 503 or 504
 * </pre>
 *
 * Confined to the event loop of its client.
 */
final class Exchange {
    private static final int COPIED = 4096; // what is cheaper to copy than to send by itself

    private final ClientSide client;
    private final HttpEngine engine;
    private final HttpBackend backend;
    private final Upstream upstream;
    private final Draft request;
    private final String method;
    private final boolean keepAlive; // whether the client wants to go on behind it
    private final Optional<String> sentCookie;
    private final Optional<String> cookieServer; // where the cookie leads, if it leads anywhere
    private final Stopwatch watch = new Stopwatch();

    private Wish wish;
    private Place place;
    private Future<?> timer; // of the place in the line, or of the next try
    private Member member;
    private ServerSide server;
    private Body requestBody;
    private boolean reused; // whether the connection had served others before
    private Attempts attempts; // null until one fails
    private boolean bodyBegun;
    private boolean answered;
    private boolean goesOn; // whether the client's connection does, behind the answer
    private boolean tunnel;
    private boolean clientEnded; // in a tunnel
    private boolean over;

    Exchange(ClientSide client, HttpEngine engine, HttpBackend backend, Draft request, Body body) {
        this.client = client;
        this.engine = engine;
        this.backend = backend;
        this.upstream = backend.upstream();
        this.request = request;
        this.method = request.head().method();
        this.requestBody = body;
        this.keepAlive = HopByHop.keepsAlive(request.head());
        this.sentCookie = backend.cookie().flatMap(cookie -> cookie.of(request));
        this.cookieServer = sentCookie.flatMap(upstream::byCookie);
    }

    String method() {
        return method;
    }

    Body requestBody() {
        return requestBody;
    }

    private EventLoop loop() {
        return client.channel().eventLoop();
    }

    /** Makes the request ready for a server, and looks for one. */
    void start(Wish first) {
        wish =
                cookieServer
                        .map(own -> new Wish(first.source(), first.key(), cookieServer, Set.of()))
                        .orElse(first);
        backend.cookie().ifPresent(cookie -> cookie.strip(request));
        HopByHop.strip(request, true, true);
        Framing.sayOnce(request);
        upstream.counters().requests.increment();
        enter();
    }

    private void enter() {
        place = upstream.enter(wish, () -> loop().execute(this::admitted));
        if (place.isWaiting()) {
            Duration limit = upstream.queueTimeout();
            timer = loop().schedule(this::waitedTooLong, limit.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            admitted();
        }
    }

    private void waitedTooLong() {
        if (!over && place.giveUp()) {
            fail(503);
        }
    }

    private void admitted() {
        if (timer != null) {
            cancelTimer();
            watch.admitted();
        }
        Optional<Member> inside = place.member();
        if (over) {
            place.leave();
        } else if (inside.isEmpty()) {
            fail(503);
        } else {
            member = inside.get();
            connect();
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void connect() {
        member.counters().opened();
        ServerSide idle = engine.idle(loop()).take(member);
        if (idle != null) {
            reused = true;
            use(idle);
            return;
        }
        reused = false;
        var side = new ServerSide(member, engine);
        ChannelFuture dialled =
                engine.dialer()
                        .dial(loop(), member, upstream.connectTimeout(), client.peer(), () -> side);
        dialled.addListener(
                done -> {
                    if (over) {
                        dialled.channel().close();
                    } else if (done.isSuccess()) {
                        watch.connected();
                        use(side);
                    } else {
                        cannotConnect();
                    }
                });
    }

    private void use(ServerSide side) {
        server = side;
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
        upstream.counters().bytesIn.add(bytes);
        member.counters().bytesIn.add(bytes);
    }

    private void expectAnswer() {
        if (requestBody.isDone() && server != null) {
            server.expect(backend.serverTimeout());
        }
    }

    /** The server takes nothing of the request's body: it has only so long to take some. */
    void serverIsSlow() {
        if (server != null && !answered) {
            server.expectRoom(backend.serverTimeout());
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

    private void cannotConnect() {
        upstream.erred(member);
        leave();
        tryAgain(503);
    }

    /** The connection ended before its answer did. */
    void serverIsLost() {
        if (over) {
            return;
        }
        boolean again = Retries.maySendAgain(method, true, bodyBegun, answered) && !tunnel;
        if (answered) {
            upstream.count(member, counters -> counters.serverAborts);
            badAnswer("the connection ended in the middle of an answer");
        } else if (again && reused) {
            // It was closed while the request was on its way: nobody's fault, and no try.
            release(false);
            leave();
            enter();
        } else {
            upstream.count(member, counters -> counters.badResponses);
            upstream.erred(member);
            release(false);
            leave();
            if (again) {
                tryAgain(502);
            } else {
                fail(502);
            }
        }
    }

    /** No answer, or not all of it, in time. It may still come, so it is not asked for again. */
    void serverIsSilent() {
        upstream.erred(member);
        if (tunnel || answered) {
            upstream.count(member, counters -> counters.serverAborts);
            cutOff();
        } else {
            upstream.count(member, counters -> counters.badResponses);
            fail(504);
        }
    }

    void badAnswer(String why) {
        if (over) {
            return;
        }
        ClientSide.LOG.info("server {}: {}", member, why);
        upstream.count(member, counters -> counters.badResponses);
        upstream.erred(member);
        if (answered) {
            cutOff();
        } else {
            fail(502);
        }
    }

    private void tryAgain(int status) {
        attempts = attempts == null ? new Attempts(upstream) : attempts;
        boolean elsewhere = status == 502;
        Optional<Attempts.Attempt> next =
                attempts.after(member, wish, wish.own().isEmpty(), elsewhere);
        if (next.isEmpty()) {
            if (status == 503) {
                upstream.count(member, counters -> counters.failedConnects);
            }
            fail(status);
            return;
        }
        wish = next.get().wish();
        Duration pause = next.get().pause();
        if (pause.isZero()) {
            enter();
        } else {
            timer = loop().schedule(this::enter, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void fail(int status) {
        over = true;
        release(false);
        leave();
        upstream.counters().answered(status);
        client.answerInstead(Answer.error(status), requestBody.isDone());
    }

    /** The client has got a part already: only the end of its connection can tell it. */
    private void cutOff() {
        over = true;
        release(false);
        leave();
        client.cutOff();
    }

    /** The client has gone, or is too slow. */
    void clientIsGone() {
        if (!over) {
            upstream.count(member, counters -> counters.clientAborts);
        }
        abandon();
    }

    /** Nothing more comes of it. */
    void abandon() {
        if (over) {
            return;
        }
        over = true;
        cancelTimer();
        if (place != null && place.isWaiting()) {
            place.giveUp();
        }
        if (server != null) {
            server.abort();
            server = null;
        }
        leave();
    }

    private void release(boolean reusable) {
        cancelTimer();
        if (server != null) {
            ServerSide side = server;
            server = null;
            side.release(reusable && mayBeShared());
        }
    }

    // A server that was told who the client is takes all that comes for that client's.
    private boolean mayBeShared() {
        return member.config().sendProxy() == labs.proxy.config.Server.SendProxy.NONE;
    }

    private void leave() {
        if (member != null && place != null && place.member().isPresent()) {
            member.counters().closed();
            if (answered) {
                watch.ended(upstream.counters().times, member.counters().times);
            }
        }
        if (place != null) {
            place.leave();
        }
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
        answered = true;
        watch.answered();
        tunnel = head.status() == 101;
        goesOn = keepAlive && !body.isUntilClose() && requestBody.isDone() && !engine.isStopping();
        upstream.reached(member, wish);
        if (head.status() >= 500 && head.status() != 501 && head.status() != 505) {
            upstream.erred(member);
        } else {
            upstream.answered(member);
        }
        upstream.counters().answered(head.status());
        member.counters().answered(head.status());
        client.counters().answered(head.status());
        write(changed(head), first);
        if (tunnel) {
            requestBody = Body.untilClose();
            client.tunnelBegins();
            server.expect(tunnelTimeout());
        }
    }

    private Draft changed(Head head) {
        var draft = new Draft(head);
        HopByHop.strip(draft, goesOn, request.head().isVersion11());
        Framing.sayOnce(draft);
        Framing.dropWhereNone(draft);
        backend.cookie()
                .ifPresent(
                        cookie ->
                                cookie.insert(
                                        draft, member.config().cookie(), sentCookie, cookieLed()));
        return draft;
    }

    private boolean cookieLed() {
        return cookieServer.isPresent() && cookieServer.get().equals(member.name());
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
        upstream.counters().bytesOut.add(bytes);
        member.counters().bytesOut.add(bytes);
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
            server.expect(tunnel ? tunnelTimeout() : backend.serverTimeout());
        }
    }

    private Duration tunnelTimeout() {
        return backend.tunnelTimeout(client.clientTimeout());
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
