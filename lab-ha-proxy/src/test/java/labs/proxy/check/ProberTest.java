package labs.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import labs.proxy.check.CheckResult.Status;
import labs.proxy.config.ConfigException;
import labs.proxy.config.HttpCheck;
import labs.proxy.config.Server;
import labs.proxy.preamble.Opening;
import labs.proxy.preamble.ProxyHeader;
import labs.proxy.testing.DeadPort;
import labs.proxy.testing.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class ProberTest {
    private static final HttpCheck GET = new HttpCheck("GET", "/health", "HTTP/1.0");

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Prober prober =
            new Prober(new Bootstrap().group(loops).channel(NioSocketChannel.class));

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "HTTP/1.0 200 OK, L7OK, 200, ''",
        "HTTP/1.1 204, L7OK, 204, ''",
        "HTTP/1.1 302 Found, L7OK, 302, ''",
        "HTTP/1.1 404 Not Found, L7STS, 404, Not Found",
        "HTTP/1.1 500 Sorry, L7STS, 500, Sorry",
        "HTTP/1.1 503 200 OK, L7STS, 503, 200 OK",
        "HTTP/1.1 503, L7STS, 503, ''",
        "SSH-2.0-OpenSSH_9.2, L7RSP, 0, ''",
        "HTTP/1.1 20, L7RSP, 0, ''",
    })
    void shouldJudgeByTheStatus(String line, Status status, int code, String text)
            throws IOException {
        try (var server = new FakeServer(line + "\r\n\r\n")) {
            CheckResult result = probe(server.address(), Optional.of(GET), 20_000);
            assertThat(result).isEqualTo(new CheckResult(status, code, text));
            assertThat(result.isWell()).isEqualTo(status == Status.L7OK);
            assertThat(server.requests().get(0)).startsWith("GET /health HTTP/1.0\r\n");
        }
    }

    @Test
    void shouldCloseTheConnectionWhateverCame() throws IOException {
        try (var well = new FakeServer("HTTP/1.1 200 OK\r\n\r\n");
                var silent = new FakeServer("")) {
            probe(well.address(), Optional.of(GET), 20_000);
            assertThat(well.isLeft()).as("closed behind an answer").isTrue();
            probe(silent.address(), Optional.of(GET), 200);
            assertThat(silent.isLeft()).as("closed when it is late").isTrue();
        }
    }

    @Test
    void shouldFailAServerThatSaysNothingInTime() throws IOException {
        try (var silent = new FakeServer("");
                var slow = new FakeServer("HTTP/1.1 200 O")) {
            assertThat(status(silent.address(), Optional.of(GET), 200)).isEqualTo(Status.L7TOUT);
            assertThat(status(slow.address(), Optional.of(GET), 200)).isEqualTo(Status.L7TOUT);
        }
    }

    @Test
    void shouldSayThatItCameNoFurtherThanTls() throws IOException, ConfigException {
        Server tls =
                Running.configuration("backend b\n server s 127.0.0.1:1 ssl verify none\n")
                        .backends()
                        .get(0)
                        .servers()
                        .get(0);
        Duration limit = Duration.ofMillis(300);
        var secure =
                new Prober(
                        new Bootstrap().group(loops).channel(NioSocketChannel.class),
                        channel -> Opening.add(channel, tls, ProxyHeader.UNKNOWN, limit));
        try (var silent = new FakeServer("")) {
            // The first time, to load what TLS needs may take longer than the limit by itself.
            await().untilAsserted(
                            () -> {
                                var probe = secure.probe(silent.address(), Optional.of(GET), limit);
                                probe.awaitUninterruptibly(10_000);
                                assertThat(probe.getNow().status()).isEqualTo(Status.L6TOUT);
                            });
        }
    }

    @Test
    void shouldLookAtTheWholeHeadOfAnAnswer() throws IOException {
        try (var garbage = new FakeServer("HTTP/1.1 200 OK\r\nrubbish\r\n\r\n");
                var silent = new FakeServer("HTTP/1.1 200 OK\r\nA: b\r\n");
                var well = new FakeServer("HTTP/1.1 200 OK\r\nA: b\r\n\r\n")) {
            assertThat(status(garbage.address(), Optional.of(GET), 20_000)).isEqualTo(Status.L7RSP);
            assertThat(status(silent.address(), Optional.of(GET), 300)).isEqualTo(Status.L7TOUT);
            assertThat(status(well.address(), Optional.of(GET), 20_000)).isEqualTo(Status.L7OK);
        }
    }

    private Prober like(String server, Duration limit) throws ConfigException {
        Server config =
                Running.configuration("backend b\n server s 127.0.0.1:1 " + server + "\n")
                        .backends()
                        .get(0)
                        .servers()
                        .get(0);
        return new Prober(
                new Bootstrap().group(loops).channel(NioSocketChannel.class),
                channel -> Opening.add(channel, config, ProxyHeader.UNKNOWN, limit));
    }

    @Test
    void shouldSpeakTlsAlsoWhereNothingIsAsked() throws IOException, ConfigException {
        Duration limit = Duration.ofSeconds(20);
        try (var other = new FakeServer("HTTP/1.1 400 No TLS here\r\n\r\n")) {
            Prober secure = like("ssl verify none", limit);
            other.answerAtOnce();
            var probe = secure.probe(other.address(), Optional.empty(), limit);
            probe.awaitUninterruptibly(25_000);
            assertThat(probe.getNow().status()).isEqualTo(Status.L6RSP);
        }
    }

    @Test
    void shouldFailAServerThatClosesOrNeverEndsItsLine() throws IOException {
        try (var closing = new FakeServer(null);
                var endless = new FakeServer("HTTP/1.1 200 " + "O".repeat(5000) + "\r\n")) {
            assertThat(status(closing.address(), Optional.of(GET), 20_000)).isEqualTo(Status.L7RSP);
            assertThat(status(endless.address(), Optional.of(GET), 20_000)).isEqualTo(Status.L7RSP);
        }
    }

    @Test
    void shouldBeContentWithAConnectionWhereNothingIsAsked() throws IOException {
        try (var server = new FakeServer("");
                var dead = new DeadPort(0)) {
            assertThat(status(server.address(), Optional.empty(), 20_000)).isEqualTo(Status.L4OK);
            assertThat(probe(dead.address(), Optional.empty(), 20_000))
                    .isEqualTo(new CheckResult(Status.L4CON, 0, "Connection refused"));
        }
    }

    private Status status(InetSocketAddress server, Optional<HttpCheck> check, int millis) {
        return probe(server, check, millis).status();
    }

    private CheckResult probe(InetSocketAddress server, Optional<HttpCheck> check, int millis) {
        Future<CheckResult> probe = prober.probe(server, check, Duration.ofMillis(millis));
        assertThat(probe.awaitUninterruptibly(10_000)).as("the probe ends in time").isTrue();
        return probe.getNow();
    }
}
