package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import labs.proxy.config.ConfigException;
import labs.proxy.testing.Message;
import labs.proxy.testing.Origin;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one sees through the proxy in mode http. */
@Timeout(60)
final class HttpProxyTest {
    @RegisterExtension final Running running = new Running();

    private InetSocketAddress proxy(Origin origin) throws IOException, ConfigException {
        return running.http("    server a 127.0.0.1:%d\n", origin.port());
    }

    private static Origin.Script echo() {
        return (request, connection) -> {
            String body = request.text();
            Origin.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            return true;
        };
    }

    @Test
    void shouldKeepBothConnectionsOpen() throws Exception {
        Origin origin = running.origin("a");
        try (Wire wire = Wire.to(proxy(origin))) {
            for (int i = 0; i < 5; i++) {
                assertThat(wire.get("/" + i).answer().text()).isEqualTo("a");
            }
        }
        assertThat(origin.accepted()).as("connections to the server").isEqualTo(1);
        assertThat(origin.seen())
                .extracting(Message::target)
                .containsExactly("/0", "/1", "/2", "/3", "/4");
    }

    @Test
    void shouldUseAServersConnectionForTheNextClientToo() throws Exception {
        Origin origin = running.origin("a");
        var proxy =
                labs.proxy.run.Proxy.start(
                        Running.configuration(
                                Running.HTTP + "    http-reuse always\n    server a 127.0.0.1:%d\n",
                                origin.port()),
                        new labs.proxy.run.Proxy.Options(true, 1));
        running.closed(proxy);
        for (int i = 0; i < 3; i++) {
            assertThat(Wire.ask(proxy.address("web"), "/").text()).isEqualTo("a");
        }
        assertThat(origin.accepted()).as("connections to the server").isEqualTo(1);
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() throws Exception {
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            String text = request.target();
                            Origin.write(
                                    connection,
                                    "HTTP/1.1 200 OK\r\nContent-Length: "
                                            + text.length()
                                            + "\r\n\r\n"
                                            + text);
                            return true;
                        });
        try (Wire wire = Wire.to(proxy(origin))) {
            var all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            wire.send(all.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(wire.answer().text()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void shouldCarryBodiesOfBothKinds() throws Exception {
        Origin origin = running.origin(echo());
        String large = "0123456789".repeat(100_000);
        try (Wire wire = Wire.to(proxy(origin))) {
            wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(wire.answer().text()).isEqualTo("hello");
            wire.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.send("3\r\nabc\r\n").send("2;x\r\nde\r\n0\r\nTrailer: t\r\n\r\n");
            assertThat(wire.answer().text()).isEqualTo("abcde");
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    wire.send(
                                            "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                                    + large.length()
                                                    + "\r\n\r\n"
                                                    + large);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            assertThat(wire.answer().text()).isEqualTo(large);
            sent.join();
            assertThat(wire.get("/").answer().status()).as("and it goes on").isEqualTo(200);
        }
    }

    @Test
    void shouldPassChunkedAnswersAndThoseThatEndWithTheConnection() throws Exception {
        Origin origin =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "3\r\nabc\r\n0\r\n\r\n",
                                true));
        InetSocketAddress proxy = proxy(origin);
        try (Wire wire = Wire.to(proxy)) {
            assertThat(wire.get("/").answer().text()).isEqualTo("abc");
            assertThat(wire.get("/").answer().text()).isEqualTo("abc");
            origin.answer(Origin.bytes("HTTP/1.1 200 OK\r\n\r\nto the end", false));
            Message last = wire.get("/").answer();
            assertThat(last.text()).isEqualTo("to the end");
            assertThat(last.value("connection")).isEqualTo("close");
        }
        try (Wire old = Wire.to(proxy)) {
            origin.answer(Origin.saying("a"));
            old.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(old.answer().value("connection")).isEqualTo("keep-alive");
            old.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(old.rest()).endsWith("\r\n\r\na");
        }
    }

    @Test
    void shouldKnowWhichAnswersHaveNoBody() throws Exception {
        Origin origin =
                running.origin(Origin.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true));
        try (Wire wire = Wire.to(proxy(origin))) {
            wire.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(wire.answerToHead().value("content-length")).isEqualTo("9");
            origin.answer(Origin.bytes("HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n", true));
            assertThat(wire.get("/").answer().status()).isEqualTo(304);
            origin.answer(Origin.bytes("HTTP/1.1 204 None\r\n\r\n", true));
            assertThat(wire.get("/").answer().status()).isEqualTo(204);
            origin.answer(Origin.saying("a"));
            assertThat(wire.get("/").answer().text()).isEqualTo("a");
        }
        assertThat(origin.accepted()).isEqualTo(1);
    }

    @Test
    void shouldPassOnThatAClientMayGoOn() throws Exception {
        var early =
                running.closed(
                        new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress()));
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", early.getLocalPort());
        try (Wire wire = Wire.to(proxy)) {
            wire.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            try (var server = early.accept()) {
                server.setSoTimeout(20_000);
                Origin.write(server, "HTTP/1.1 100 Continue\r\n\r\n");
                assertThat(wire.answer().status()).isEqualTo(100);
                wire.send("ab");
                var got = new StringBuilder();
                while (!got.toString().endsWith("\r\n\r\nab")) {
                    got.append((char) server.getInputStream().read());
                }
                assertThat(got).contains("Expect: 100-continue");
                Origin.write(server, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
                assertThat(wire.answer().text()).isEqualTo("x");
            }
        }
    }

    @Test
    void shouldCarryAnotherProtocolOnceBothAgree() throws Exception {
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            Origin.write(
                                    connection,
                                    "HTTP/1.1 101 Yes\r\nConnection: upgrade\r\nUpgrade: shout\r\n\r\n"
                                            + "HELLO ");
                            byte[] four = connection.getInputStream().readNBytes(4);
                            Origin.write(connection, new String(four, ISO_8859_1).toUpperCase());
                            return false;
                        });
        try (Wire wire = Wire.to(proxy(origin))) {
            wire.get("/", "Connection: upgrade", "Upgrade: shout");
            assertThat(wire.answer().value("upgrade")).isEqualTo("shout");
            wire.send("abcd");
            assertThat(wire.rest()).isEqualTo("HELLO ABCD");
        }
    }

    @Test
    void shouldRouteRewriteAndTellWhoAsks() throws Exception {
        Origin app = running.origin("app");
        Origin images = running.origin("images");
        InetSocketAddress proxy =
                running.proxy(
                                """
                                defaults
                                    mode http
                                    timeout connect 5s
                                    timeout client 20s
                                    timeout server 20s
                                frontend web
                                    bind 127.0.0.1:0
                                    option forwardfor
                                    acl img path_beg /img/
                                    http-request deny deny_status 429 if { path /deny }
                                    http-request redirect prefix /new code 308 if { path_beg /old }
                                    http-request redirect scheme https if { path /secure }
                                    http-request set-header X-From "%%[method] %%[path] of %%[src]"
                                    use_backend images if img
                                    default_backend app
                                backend app
                                    http-request set-header X-Backend app
                                    server a 127.0.0.1:%d
                                backend images
                                    server i 127.0.0.1:%d
                                """,
                                app.port(), images.port())
                        .address("web");
        try (Wire wire = Wire.to(proxy)) {
            assertThat(wire.get("/img/a").answer().text()).isEqualTo("images");
            assertThat(wire.get("/x?y", "X-From: me", "X-Forwarded-For: 9.9.9.9").answer().text())
                    .isEqualTo("app");
            assertThat(wire.get("/deny").answer().status()).isEqualTo(429);
            Message moved = wire.get("/old/a?b=c").answer();
            assertThat(moved.status()).isEqualTo(308);
            assertThat(moved.value("location")).isEqualTo("/new/old/a?b=c");
            assertThat(wire.get("/secure").answer().value("location"))
                    .isEqualTo("https://test/secure");
        }
        Message seen = app.seen().get(0);
        assertThat(seen.values("x-from")).containsExactly("GET /x of 127.0.0.1");
        assertThat(seen.values("x-backend")).containsExactly("app");
        assertThat(seen.values("x-forwarded-for")).containsExactly("9.9.9.9", "127.0.0.1");
        assertThat(app.seen()).hasSize(1);
        assertThat(images.seen().get(0).values("x-backend")).isEmpty();
    }

    @Test
    void shouldBringAClientBackToItsServer() throws Exception {
        Origin one = running.origin("one");
        Origin two = running.origin("two");
        InetSocketAddress proxy =
                running.http(
                        """
                            cookie SRV insert indirect
                            option redispatch
                            retries 1
                            server one 127.0.0.1:%d cookie c1
                            server two 127.0.0.1:%d cookie c2
                        """,
                        one.port(), two.port());
        Message first = Wire.ask(proxy, "/");
        String cookie = first.value("set-cookie").split(";")[0];
        for (int i = 0; i < 6; i++) {
            Message next = Wire.ask(proxy, "/", "Cookie: a=b; " + cookie);
            assertThat(next.text()).isEqualTo(first.text());
            assertThat(next.values("set-cookie")).as("it has it already").isEmpty();
        }
        Origin its = first.text().equals("one") ? one : two;
        assertThat(its.seen().get(1).value("cookie")).as("not for the server").isEqualTo("a=b");
        its.kill();
        Message moved = Wire.ask(proxy, "/", "Cookie: " + cookie);
        assertThat(moved.text()).isNotEqualTo(first.text());
        assertThat(moved.value("set-cookie")).as("where it belongs now").startsWith("SRV=c");
    }

    @Test
    void shouldStickToAServerByItsAddress() throws Exception {
        Origin one = running.origin("one");
        Origin two = running.origin("two");
        InetSocketAddress proxy =
                running.http(
                        """
                            stick-table type ip size 100
                            stick on src
                            server one 127.0.0.1:%d
                            server two 127.0.0.1:%d
                        """,
                        one.port(), two.port());
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            answers.add(Wire.ask(proxy, "/").text());
        }
        assertThat(answers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldGoToAnotherServerWhereOneCannotBeReached(String method) throws Exception {
        Origin dead = running.origin("dead");
        dead.kill();
        Origin alive = running.origin("alive");
        InetSocketAddress proxy =
                running.http(
                        """
                            option redispatch
                            retries 1
                            server dead 127.0.0.1:%d
                            server alive 127.0.0.1:%d
                        """,
                        dead.port(), alive.port());
        for (int i = 0; i < 4; i++) {
            try (Wire wire = Wire.to(proxy)) {
                wire.send(method + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(wire.answer().text()).isEqualTo("alive");
            }
        }
        assertThat(alive.seen()).hasSize(4).allMatch(request -> request.text().equals("abc"));
    }

    @Test
    void shouldAskAgainOnlyForWhatMayBeDoneTwice() throws Exception {
        var asked = new AtomicInteger();
        Origin.Script crash =
                (request, connection) -> {
                    asked.incrementAndGet();
                    Origin.reset(connection);
                    return false;
                };
        Origin bad = running.origin(crash);
        Origin good = running.origin("good");
        InetSocketAddress proxy =
                running.http(
                        """
                            option redispatch
                            retries 2
                            server bad 127.0.0.1:%d
                            server good 127.0.0.1:%d
                        """,
                        bad.port(), good.port());
        for (int i = 0; i < 4; i++) {
            assertThat(Wire.ask(proxy, "/").text()).isEqualTo("good");
        }
        assertThat(asked).as("the bad one was tried").hasPositiveValue();
        int before = asked.get();
        int lost = 0;
        for (int i = 0; i < 4; i++) {
            try (Wire wire = Wire.to(proxy)) {
                wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");
                lost += wire.answer().status() == 502 ? 1 : 0;
            }
        }
        assertThat(lost)
                .as("POSTs that met the bad server: nobody knows whether they were done")
                .isEqualTo(asked.get() - before)
                .isPositive();
    }

    @Test
    void shouldNotTakeAConnectionForGoodThatTheServerHasClosed() throws Exception {
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            // Says that it goes on, and then does not: the usual idle time-out.
                            Origin.write(
                                    connection, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                            return false;
                        });
        try (Wire wire = Wire.to(proxy(origin))) {
            for (int i = 0; i < 20; i++) {
                assertThat(wire.get("/" + i).answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongWithServers() throws Exception {
        Origin origin = running.origin(Origin.bytes("What?\r\n\r\n", true));
        Origin dead = running.origin("dead");
        dead.kill();
        InetSocketAddress proxy =
                running.http(
                        """
                            timeout server 500ms
                            server a 127.0.0.1:%d
                        """,
                        origin.port());
        assertThat(Wire.ask(proxy, "/").status()).as("no HTTP").isEqualTo(502);
        origin.answer(Origin.bytes("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab", true));
        assertThat(Wire.ask(proxy, "/").status()).as("two lengths").isEqualTo(502);
        CountDownLatch silence = new CountDownLatch(1);
        origin.answer(
                (request, connection) -> {
                    Origin.awaitQuietly(silence);
                    return false;
                });
        assertThat(Wire.ask(proxy, "/").status()).as("silent").isEqualTo(504);
        silence.countDown();
        InetSocketAddress nobody =
                running.http("    retries 0\n    server a 127.0.0.1:%d\n", dead.port());
        assertThat(Wire.ask(nobody, "/").status()).as("cannot be reached").isEqualTo(503);
        assertThat(Wire.ask(running.http(""), "/").status()).as("no server").isEqualTo(503);
    }

    @Test
    void shouldNotMakeHalfAnAnswerLookWhole() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            Origin.write(connection, "HTTP/1.1 200 OK\r\n\r\nhalf");
                            if (!request.target().equals("/whole")) {
                                Origin.awaitQuietly(seen);
                                Origin.reset(connection);
                            }
                            return false;
                        });
        InetSocketAddress proxy = proxy(origin);
        assertThat(Wire.ask(proxy, "/whole").text()).isEqualTo("half");
        try (Wire wire = Wire.to(proxy)) {
            var in = wire.get("/").socket().getInputStream();
            var got = new StringBuilder();
            for (int b = in.read(); b >= 0; b = in.read()) {
                got.append((char) b);
                if (got.toString().endsWith("half")) {
                    break;
                }
            }
            seen.countDown();
            assertThat(catchThrowable(in::read))
                    .as("an end of the connection would say that this is all")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNotFillMemoryForASlowReader() throws Exception {
        String large = "x".repeat(1 << 20);
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            Origin.write(
                                    connection,
                                    "HTTP/1.1 200 OK\r\nContent-Length: "
                                            + (64L << 20)
                                            + "\r\n\r\n");
                            for (int i = 0; i < 64; i++) {
                                Origin.write(connection, large);
                            }
                            return true;
                        });
        var proxy = running.proxy(Running.HTTP + "    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy.address("web"))) {
            wire.get("/");
            await("the server is held up")
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> proxy.buffers() < 200);
            long all = 0;
            byte[] buffer = new byte[1 << 16];
            var in = wire.socket().getInputStream();
            while (all < (64L << 20)) {
                int some = in.read(buffer);
                assertThat(some).isPositive();
                all += some;
            }
        }
    }
}
