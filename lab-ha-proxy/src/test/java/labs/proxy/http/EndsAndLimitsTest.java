package labs.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
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

/** Whose end ends what, and who may be silent for how long. */
@Timeout(120)
final class EndsAndLimitsTest {
    private static final String UPGRADE = "Connection: upgrade\r\nUpgrade: shout\r\n";

    @RegisterExtension final Running running = new Running();

    /** What comes back when all of this is sent, and then the client's end. */
    private static String answersTo(InetSocketAddress proxy, String requests) throws IOException {
        try (Wire wire = Wire.to(proxy)) {
            wire.send(requests);
            wire.socket().shutdownOutput();
            return wire.rest();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nhello",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            })
    void shouldAnswerAWholeRequestThoughItsClientHasEnded(String rest)
            throws IOException, ConfigException {
        Origin origin = running.origin("fine");
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        assertThat(answersTo(proxy, "POST / HTTP/1.1\r\nHost: x\r\n" + rest)).endsWith("fine");
        assertThat(origin.seen()).extracting(Message::text).containsExactly("hello");
    }

    @Test
    void shouldAnswerAllRequestsThatCameBeforeTheEnd() throws IOException, ConfigException {
        Origin origin = running.origin("fine");
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        String get = "GET /%d HTTP/1.1\r\nHost: x\r\n\r\n";
        String post = "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
        answersTo(proxy, get.formatted(1) + post + get.formatted(3));
        assertThat(origin.seen()).extracting(Message::target).containsExactly("/1", "/2", "/3");
        assertThat(origin.seen().get(1).text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            })
    void shouldNotAnswerARequestThatWasCutInTwo(String request)
            throws IOException, ConfigException {
        Origin origin = running.origin("fine");
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        assertThat(answersTo(proxy, request)).isEmpty();
        assertThat(answersTo(proxy, "GET / HTTP/1.1\r\nHos")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldNotBeLedIntoATunnelThatNobodyAskedFor() throws IOException, ConfigException {
        Origin origin =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 101 Switching Protocols\r\n" + UPGRADE + "\r\n", true));
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy)) {
            assertThat(wire.get("/").answer().status()).isEqualTo(502);
        }
    }

    @Test
    void shouldRefuseAWebSocketWithoutAKey() throws IOException, ConfigException {
        Origin origin = running.origin("fine");
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy)) {
            wire.get("/", "Connection: upgrade", "Upgrade: websocket");
            assertThat(wire.answer().status()).isEqualTo(400);
        }
        assertThat(origin.seen()).as("the server has seen nothing of it").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend", "frontend"})
    void shouldEndASilentTunnelAsTheBackendSays(String where) throws Exception {
        var over = new CountDownLatch(1);
        Origin origin =
                running.origin(
                        (request, connection) -> {
                            Origin.write(connection, "HTTP/1.1 101 Yes\r\n" + UPGRADE + "\r\n");
                            return connection.getInputStream().read() < -1 || waits(over);
                        });
        boolean backend = where.equals("backend");
        InetSocketAddress proxy =
                running.proxy(
                                """
                                defaults
                                    mode http
                                    timeout connect 5s
                                    timeout client 60s
                                    timeout server 60s
                                frontend web
                                    bind 127.0.0.1:0
                                    %s
                                    default_backend app
                                backend app
                                    %s
                                    server a 127.0.0.1:%d
                                """,
                                backend ? "" : "timeout tunnel 100ms",
                                backend ? "timeout tunnel 100ms" : "",
                                origin.port())
                        .address("web");
        try (Wire wire = Wire.to(proxy)) {
            wire.get("/", "Connection: upgrade", "Upgrade: shout");
            assertThat(wire.answer().status()).isEqualTo(101);
            wire.socket().setSoTimeout(3_000);
            assertThat(wire.isEnded()).as("the tunnel is over").isEqualTo(backend);
        } finally {
            over.countDown();
        }
    }

    private static boolean waits(CountDownLatch latch) {
        Origin.awaitQuietly(latch);
        return false;
    }

    @Test
    void shouldSayNothingOfABodyWhereThereIsNone() throws IOException, ConfigException {
        Origin origin =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 103 Early\r\nContent-Length: 3\r\nA: b\r\n\r\n"
                                        + "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n",
                                false));
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy)) {
            wire.get("/");
            Message early = wire.answer();
            assertThat(early.status()).isEqualTo(103);
            assertThat(early.values("content-length")).isEmpty();
            Message last = wire.answer();
            assertThat(last.status()).isEqualTo(204);
            assertThat(last.values("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void shouldBearBlanksBehindASizeOfAnAnswer() throws IOException, ConfigException {
        Origin origin =
                running.origin(
                        Origin.bytes(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "5  \r\nhello\r\n0 \r\n\r\n",
                                true));
        InetSocketAddress proxy = running.http("    server a 127.0.0.1:%d\n", origin.port());
        try (Wire wire = Wire.to(proxy)) {
            wire.get("/", "Connection: close");
            assertThat(wire.rest()).startsWith("HTTP/1.1 200").contains("hello");
        }
    }
}
