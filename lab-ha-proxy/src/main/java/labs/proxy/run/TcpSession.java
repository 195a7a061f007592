package labs.proxy.run;

import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.proxy.backend.Attempts;
import labs.proxy.backend.Member;
import labs.proxy.backend.Peer;
import labs.proxy.backend.Place;
import labs.proxy.backend.Upstream;
import labs.proxy.backend.Wish;
import labs.proxy.balance.Keys;
import labs.proxy.config.Timeouts;
import labs.proxy.http.LogRecord;
import labs.proxy.stats.Stopwatch;
import labs.proxy.tcp.Relay;

/**
 * Finds a server for one client in mode tcp, and joins the two. The same as the {@code Connector}
 * of the first exercise, with a place in the line and the rules of {@code redispatch}. Confined to
 * the client's event loop.
 */
final class TcpSession {
    private final DuplexChannel client;
    private final Peer peer;
    private final TcpDoor door;
    private final Upstream upstream;
    private final Attempts attempts;
    private final Stopwatch watch = new Stopwatch();
    private final LogRecord log; // null where nothing is logged
    private String served = ""; // by which server
    private Wish wish;
    private Place place;
    private Member inside; // counted as served
    private boolean joined;
    private Future<?> timer;

    TcpSession(DuplexChannel client, Peer peer, TcpDoor door, Upstream upstream) {
        this.client = client;
        this.peer = peer;
        this.door = door;
        this.upstream = upstream;
        this.attempts = new Attempts(upstream);
        this.log = door.log().isPresent() ? new LogRecord() : null;
    }

    void begin() {
        var source = peer.source().getAddress();
        boolean consistent = upstream.config().balance().consistent();
        long key = consistent ? Keys.source(source) : Keys.plain(source);
        wish = new Wish(source, key, Optional.empty(), Set.of());
        client.closeFuture().addListener(closed -> end());
        upstream.counters().requests.increment();
        enter();
    }

    private void enter() {
        if (!client.isActive()) {
            return;
        }
        place = upstream.enter(wish, () -> client.eventLoop().execute(this::admitted));
        if (place.isWaiting()) {
            Duration limit = upstream.queueTimeout();
            timer =
                    client.eventLoop()
                            .schedule(this::waitedTooLong, limit.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            admitted();
        }
    }

    private void waitedTooLong() {
        if (place.giveUp()) {
            client.close();
        }
    }

    private void admitted() {
        if (timer != null) {
            cancelTimer();
            watch.admitted();
        }
        Optional<Member> member = place.member();
        if (member.isEmpty() || !client.isActive()) {
            place.leave();
            client.close();
            return;
        }
        inside = member.get();
        served = inside.name();
        if (log != null) {
            log.admitted();
        }
        inside.counters().opened();
        connect(member.get());
    }

    private void connect(Member member) {
        ChannelFuture dialled =
                door.dialer()
                        .dial(
                                client.eventLoop(),
                                member,
                                upstream.connectTimeout(),
                                peer,
                                () -> new Relay());
        dialled.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        cannotConnect(member);
                    } else if (client.isActive()) {
                        join(member, (DuplexChannel) dialled.channel());
                    } else {
                        dialled.channel().close();
                    }
                });
    }

    private void join(Member member, DuplexChannel server) {
        joined = true;
        if (log != null) {
            log.connected();
        }
        watch.connected();
        upstream.reached(member, wish);
        upstream.answered(member);
        Meter out =
                new Meter(
                        bytes -> {
                            if (log != null) {
                                log.bytes(0, bytes);
                            }
                            door.counters().bytesOut.add(bytes);
                            upstream.counters().bytesOut.add(bytes);
                            member.counters().bytesOut.add(bytes);
                        },
                        () -> upstream.count(inside, counters -> counters.serverAborts));
        Bulk.prepare(server);
        server.config().setAutoRead(false);
        server.pipeline().addBefore(server.pipeline().context(Relay.class).name(), null, out);
        limit(client, door.config().timeouts().of(Timeouts.Kind.CLIENT), server);
        limit(server, upstream.config().timeouts().of(Timeouts.Kind.SERVER), server);
        halfClosed(client, server, upstream.config().timeouts().of(Timeouts.Kind.SERVER_FIN));
        halfClosed(server, client, door.config().timeouts().of(Timeouts.Kind.CLIENT_FIN));
        Relay.join(client, server);
    }

    private void halfClosed(DuplexChannel one, DuplexChannel other, Optional<Duration> limit) {
        DuplexChannel server = one == client ? other : one;
        limit.ifPresent(
                time ->
                        one.pipeline()
                                .addFirst(
                                        new TcpDoor.HalfClosed(
                                                other,
                                                () ->
                                                        new TcpDoor.Silence(
                                                                time, () -> part(server)))));
    }

    // Once both sides talk, it is a tunnel, and a limit for tunnels takes the place of the others.
    private void limit(DuplexChannel side, Optional<Duration> own, DuplexChannel server) {
        upstream.config()
                .timeouts()
                .of(Timeouts.Kind.TUNNEL)
                .or(() -> own)
                .ifPresent(
                        limit ->
                                side.pipeline()
                                        .addFirst(new TcpDoor.Silence(limit, () -> part(server))));
    }

    // Nobody broke anything off: both see an end, and no reset.
    private void part(DuplexChannel server) {
        for (DuplexChannel side : List.of(client, server)) {
            if (side.pipeline().get(Relay.class) != null) {
                side.pipeline().remove(Relay.class);
            }
        }
        server.close();
        client.close();
    }

    /** So much came of the client. */
    void countIn(long bytes) {
        door.counters().bytesIn.add(bytes);
        upstream.counters().bytesIn.add(bytes);
        if (inside != null) {
            inside.counters().bytesIn.add(bytes);
        }
    }

    /** The client cut the connection off. */
    void clientBroke() {
        upstream.count(inside, counters -> counters.clientAborts);
    }

    private void cannotConnect(Member member) {
        upstream.erred(member);
        leave();
        Optional<Attempts.Attempt> next =
                client.isActive() ? attempts.after(member, wish, true, false) : Optional.empty();
        if (next.isEmpty()) {
            upstream.count(member, counters -> counters.failedConnects);
            client.close();
            return;
        }
        wish = next.get().wish();
        Duration pause = next.get().pause();
        if (pause.isZero()) {
            enter();
        } else {
            timer = client.eventLoop().schedule(this::enter, pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void end() {
        if (log != null) {
            log.state(joined ? "--" : served.isEmpty() ? "SQ" : "SC");
            log.ended();
            door.log()
                    .ifPresent(
                            told -> told.write(peer, door.config().name(), upstream, served, log));
        }
        cancelTimer();
        if (place != null) {
            place.giveUp();
        }
        leave();
    }

    private void leave() {
        if (inside != null) {
            inside.counters().closed();
            if (joined) {
                watch.ended(upstream.counters().times, inside.counters().times);
            }
            inside = null;
        }
        if (place != null) {
            place.leave();
        }
    }
}
