package labs.proxy.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Attempts;
import labs.proxy.backend.Member;
import labs.proxy.backend.Place;
import labs.proxy.backend.Upstream;
import labs.proxy.backend.Wish;
import labs.proxy.config.HttpSettings.Reuse;
import labs.proxy.config.Server.SendProxy;
import labs.proxy.http.Conditions.Seen;
import labs.proxy.stats.Stopwatch;

/**
 * Finds a place at a server and a connection to it, and again where that fails. Confined to the
 * event loop of its client.
 *
 * <pre>
 *   enter ─▶ a place at a server ─▶ an idle connection, or a new one ─▶ Exchange.use
 *     ▲         │ none, too long                          │ none
 *     │         ▼                                         ▼
 *     │        503                          are tries left? ─▶ 503
 *     └──────────── after a pause, elsewhere ◀── yes
 * </pre>
 */
final class ServerSearch {
    private final Exchange exchange;
    private final ClientSide client;
    private final HttpEngine engine;
    private final HttpBackend backend;
    private final Upstream upstream;
    private final Seen seen;
    private final LogRecord log; // null where nothing is logged
    private final boolean serverCloses; // whether its connection ends behind the answer
    private final Stopwatch watch = new Stopwatch();
    private Wish wish;
    private Place place;
    private Future<?> timer; // of the place in the line, or of the next try
    private Member member; // null before there is one
    private Attempts attempts; // null until one fails
    private boolean reused; // whether the connection had served others before

    ServerSearch(
            Exchange exchange,
            ClientSide client,
            HttpEngine engine,
            HttpBackend backend,
            Seen seen,
            boolean serverCloses) {
        this.exchange = exchange;
        this.client = client;
        this.engine = engine;
        this.backend = backend;
        this.upstream = backend.upstream();
        this.seen = seen;
        this.log = seen.scope().log;
        this.serverCloses = serverCloses;
    }

    /** The server; null before there is one. */
    Member member() {
        return member;
    }

    Wish wish() {
        return wish;
    }

    Stopwatch watch() {
        return watch;
    }

    /** Whether the connection had served others before. */
    boolean isReused() {
        return reused;
    }

    /** Whether there is any try left after this one. */
    boolean mayFail() {
        return attempts == null || attempts.areLeft();
    }

    private EventLoop loop() {
        return client.channel().eventLoop();
    }

    void begin(Wish first) {
        wish = first;
        enter();
    }

    /** Once more, and not because anything was wrong with a server. */
    void enter() {
        place = upstream.enter(wish, () -> loop().execute(this::admitted));
        if (place.isWaiting()) {
            Duration limit = upstream.queueTimeout();
            timer = loop().schedule(this::waitedTooLong, limit.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            admitted();
        }
    }

    private void waitedTooLong() {
        if (!exchange.isOver() && place.giveUp()) {
            exchange.fail(503);
        }
    }

    private void admitted() {
        if (timer != null) {
            cancelTimer();
            watch.admitted();
        }
        if (log != null) {
            log.admitted();
        }
        Optional<Member> inside = place.member();
        if (exchange.isOver()) {
            place.leave();
        } else if (inside.isEmpty()) {
            exchange.fail(503);
        } else {
            member = inside.get();
            seen.scope().server = member.name();
            if (member.config().redirect().isPresent() && isSafe()) {
                exchange.redirect(member.config().redirect().get());
            } else {
                connect();
            }
        }
    }

    private boolean isSafe() {
        return exchange.method().equals("GET") || exchange.method().equals("HEAD");
    }

    private void connect() {
        member.counters().opened();
        ServerSide idle = idle();
        if (idle != null) {
            reused = true;
            idle.reuse();
            exchange.use(idle);
            return;
        }
        reused = false;
        var side = new ServerSide(member, engine);
        ChannelFuture dialled =
                engine.dialer()
                        .dial(loop(), member, upstream.connectTimeout(), client.peer(), () -> side);
        dialled.addListener(
                done -> {
                    if (exchange.isOver()) {
                        dialled.channel().close();
                    } else if (done.isSuccess()) {
                        watch.connected();
                        exchange.use(side);
                    } else {
                        cannotConnect();
                    }
                });
    }

    // A client's first request may be one that cannot be sent again: it does not go over a
    // connection that its server may be closing just now, as far as http-reuse says so.
    private ServerSide idle() {
        Reuse reuse = backend.settings().config().reuse();
        boolean first = seen.scope().first && !backend.retriesLostOnes();
        if (!mayBeShared() || (first && reuse == Reuse.SAFE)) {
            return null;
        }
        ServerSide idle = engine.idle(loop()).take(member);
        if (idle != null && first && reuse == Reuse.AGGRESSIVE && !idle.wasReused()) {
            engine.idle(loop()).put(member, idle);
            return null;
        }
        return idle;
    }

    /**
     * Whether a connection may serve other clients, too: a server that was told who the client is
     * takes all that comes for that client's.
     */
    boolean mayBeShared() {
        return member.config().sendProxy() == SendProxy.NONE
                && member.config().sni().isEmpty()
                && !serverCloses
                && backend.settings().config().reuse() != Reuse.NEVER;
    }

    private void cannotConnect() {
        upstream.erred(member);
        leave(false);
        tryAgain(503);
    }

    /** Looks for a server again, or fails with this status if it has tried often enough. */
    void tryAgain(int status) {
        attempts = attempts == null ? new Attempts(upstream) : attempts;
        boolean elsewhere = status == 502;
        Optional<Attempts.Attempt> next =
                attempts.after(member, wish, wish.own().isEmpty(), elsewhere);
        if (next.isEmpty()) {
            if (status == 503) {
                upstream.count(member, counters -> counters.failedConnects);
            }
            exchange.fail(status);
            return;
        }
        if (log != null) {
            log.retries++;
            log.redispatched |= !next.get().wish().avoid().isEmpty();
        }
        wish = next.get().wish();
        Duration pause = next.get().pause();
        if (pause.isZero()) {
            enter();
        } else {
            timer = loop().schedule(this::enter, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /** Waits no longer. */
    void giveUp() {
        cancelTimer();
        if (place != null && place.isWaiting()) {
            place.giveUp();
        }
    }

    /** Lets go of the place, if there is one. */
    void leave(boolean answered) {
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
}
