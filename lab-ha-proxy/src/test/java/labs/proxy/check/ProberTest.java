package labs.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;

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
import labs.proxy.config.HttpCheck;
import labs.proxy.testing.DeadPort;
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
        "HTTP/1.0 200 OK, true",
        "HTTP/1.1 204, true",
        "HTTP/1.1 302 Found, true",
        "HTTP/1.1 404 Not Found, false",
        "HTTP/1.1 500 Sorry, false",
        "HTTP/1.1 503 200 OK, false",
        "SSH-2.0-OpenSSH_9.2, false",
        "HTTP/1.1 20, false",
    })
    void shouldJudgeByTheStatus(String line, boolean well) throws IOException {
        try (var server = new FakeServer(line + "\r\n\r\n")) {
            assertThat(probe(server.address(), Optional.of(GET), 20_000)).isEqualTo(well);
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
            assertThat(probe(silent.address(), Optional.of(GET), 200)).isFalse();
            assertThat(probe(slow.address(), Optional.of(GET), 200)).isFalse();
        }
    }

    @Test
    void shouldFailAServerThatClosesOrNeverEndsItsLine() throws IOException {
        try (var closing = new FakeServer(null);
                var endless = new FakeServer("HTTP/1.1 200 " + "O".repeat(5000) + "\r\n")) {
            assertThat(probe(closing.address(), Optional.of(GET), 20_000)).isFalse();
            assertThat(probe(endless.address(), Optional.of(GET), 20_000)).isFalse();
        }
    }

    @Test
    void shouldBeContentWithAConnectionWhereNothingIsAsked() throws IOException {
        try (var server = new FakeServer("");
                var dead = new DeadPort(0)) {
            assertThat(probe(server.address(), Optional.empty(), 20_000)).isTrue();
            assertThat(probe(dead.address(), Optional.empty(), 20_000)).as("refused").isFalse();
        }
    }

    private boolean probe(InetSocketAddress server, Optional<HttpCheck> check, int millis) {
        Future<Boolean> probe = prober.probe(server, check, Duration.ofMillis(millis));
        assertThat(probe.awaitUninterruptibly(10_000)).as("the probe ends in time").isTrue();
        return probe.getNow();
    }
}
