package labs.proxy.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import labs.proxy.run.Proxy;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More than the servers can take, and clients that only want to hold a place. */
@Timeout(90)
final class OverloadTest {
    @RegisterExtension final Running running = new Running();

    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** A server that answers when the test lets it. */
    private Origin slow() throws IOException {
        return running.origin(
                (request, connection) -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    answers.acquireUninterruptibly();
                    inside.decrementAndGet();
                    Origin.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                    return true;
                });
    }

    private static CompletableFuture<Integer> ask(InetSocketAddress proxy) {
        var status = new CompletableFuture<Integer>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                status.complete(Wire.ask(proxy, "/").status());
                            } catch (IOException | RuntimeException e) {
                                status.completeExceptionally(e);
                            }
                        },
                        "client");
        thread.setDaemon(true);
        thread.start();
        return status;
    }

    @Test
    void shouldNeverGiveAServerMoreThanItsMaxconn() throws Exception {
        Origin origin = slow();
        Proxy proxy =
                running.proxy(
                        Running.HTTP + "    server a 127.0.0.1:%d maxconn 2\n", origin.port());
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(ask(proxy.address("web")));
        }
        await("four wait").until(() -> proxy.upstream("app").orElseThrow().waiting() == 4);
        await("two are served").until(() -> inside.get() == 2);
        answers.release(6);
        for (CompletableFuture<Integer> one : all) {
            assertThat(one.get()).isEqualTo(200);
        }
        assertThat(most).as("requests at a time").hasValue(2);
        assertThat(proxy.upstream("app").orElseThrow().waiting()).isZero();
    }

    @Test
    void shouldSayNoToThoseWhoWaitTooLong() throws Exception {
        Origin origin = slow();
        Proxy proxy =
                running.proxy(
                        Running.HTTP
                                + "    timeout queue 300ms\n    server a 127.0.0.1:%d maxconn 1\n",
                        origin.port());
        CompletableFuture<Integer> first = ask(proxy.address("web"));
        await().until(() -> inside.get() == 1);
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(503);
        assertThat(proxy.upstream("app").orElseThrow().waiting()).isZero();
        answers.release();
        assertThat(first.get()).isEqualTo(200);
        assertThat(origin.seen()).as("the other never came to the server").hasSize(1);
    }

    @Test
    void shouldTurnAwayAtOnceWhoWouldWaitTooLong() throws Exception {
        Origin origin = slow();
        Proxy proxy =
                running.proxy(
                        Running.HTTP.replace(
                                        "bind",
                                        "http-request deny deny_status 429 if { queue(app) ge 2 }\n"
                                                + "    bind")
                                + "    server a 127.0.0.1:%d maxconn 1\n",
                        origin.port());
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(ask(proxy.address("web")));
        }
        await("two wait").until(() -> proxy.upstream("app").orElseThrow().waiting() == 2);
        assertThat(Wire.ask(proxy.address("web"), "/").status())
                .as("the line is long enough already")
                .isEqualTo(429);
        answers.release(3);
        for (CompletableFuture<Integer> one : all) {
            assertThat(one.get()).isEqualTo(200);
        }
        answers.release();
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(200);
        assertThat(origin.seen()).as("who was turned away cost it nothing").hasSize(4);
    }

    @Test
    void shouldNotServeWhoHasGone() throws Exception {
        Origin origin = slow();
        Proxy proxy =
                running.proxy(
                        Running.HTTP + "    server a 127.0.0.1:%d maxconn 1\n", origin.port());
        CompletableFuture<Integer> first = ask(proxy.address("web"));
        await().until(() -> inside.get() == 1);
        try (Wire gone = Wire.to(proxy.address("web"))) {
            gone.get("/gone");
            await().until(() -> proxy.upstream("app").orElseThrow().waiting() == 1);
            Origin.reset(gone.socket());
        }
        await().until(() -> proxy.upstream("app").orElseThrow().waiting() == 0);
        answers.release(2);
        assertThat(first.get()).isEqualTo(200);
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(200);
        assertThat(origin.seen()).noneMatch(request -> request.target().equals("/gone"));
    }

    @Test
    void shouldSayNoAtOnceWhereNoServerIsUp() throws Exception {
        Origin origin = running.origin("a");
        origin.kill();
        Proxy proxy =
                running.proxy(
                        Running.HTTP
                                + "    timeout queue 120s\n"
                                + "    server a 127.0.0.1:%d maxconn 1 check inter 20ms fall 1\n",
                        origin.port());
        await().until(() -> proxy.upstream("app").orElseThrow().usable() == 0);
        long start = System.nanoTime();
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("without a place in a line that goes nowhere")
                .isLessThan(Duration.ofSeconds(110));
    }

    @Test
    void shouldLetNobodyIntoAFullHouseUntilSomebodyLeaves() throws Exception {
        Origin origin = running.origin("a");
        Proxy proxy =
                running.proxy(
                        Running.HTTP.replace("bind", "maxconn 3\n    bind")
                                + "    server a 127.0.0.1:%d\n",
                        origin.port());
        InetSocketAddress web = proxy.address("web");
        List<Wire> guests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            guests.add(running.closed(Wire.to(web)));
            assertThat(guests.get(i).get("/").answer().status()).isEqualTo(200);
        }
        CompletableFuture<Integer> fourth = ask(web);
        await("it waits in the kernel's queue")
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(20))
                .until(() -> !fourth.isDone());
        guests.get(0).close();
        assertThat(fourth.get()).isEqualTo(200);
    }

    @Test
    void shouldGiveUpOnHeadsThatNeverEnd() throws Exception {
        Origin origin = running.origin("a");
        InetSocketAddress web =
                running.proxy(
                                Running.HTTP.replace("bind", "timeout http-request 500ms\n    bind")
                                        + "    server a 127.0.0.1:%d\n",
                                origin.port())
                        .address("web");
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(running.closed(Wire.to(web).send("GET / HTTP/1.1\r\nX-" + i + ": ")));
        }
        assertThat(Wire.ask(web, "/").status()).as("others are served meanwhile").isEqualTo(200);
        for (Wire wire : slow) {
            // One more byte now and then is what a slow loris sends: it must not help.
            trickle(wire);
            assertThat(wire.answer().status()).isEqualTo(408);
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(origin.seen()).hasSize(1);
    }

    private static void trickle(Wire wire) {
        try {
            wire.send("x");
        } catch (IOException closedAlready) {
            // Its time was over: that is what the answer will say.
        }
    }

    @Test
    void shouldSetAnEndToEndlessHeads() throws Exception {
        Origin origin = running.origin("a");
        Proxy proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.send("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(4000));
            assertThat(wire.answer().status()).isEqualTo(400);
        }
        assertThat(Wire.ask(proxy.address("web"), "/").status()).isEqualTo(200);
    }
}
