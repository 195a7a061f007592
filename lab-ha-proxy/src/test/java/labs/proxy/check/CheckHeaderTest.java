package labs.proxy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import labs.proxy.config.ConfigException;
import labs.proxy.config.Server;
import labs.proxy.preamble.Opening;
import labs.proxy.preamble.ProxyHeader;
import labs.proxy.testing.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks of servers that want to be told who asks: a part of operations, and not of health. */
@Timeout(60)
final class CheckHeaderTest {
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldSendTheHeaderAlsoWhereNothingIsAsked() throws IOException, ConfigException {
        Duration limit = Duration.ofSeconds(20);
        Server config =
                Running.configuration("backend b\n server s 127.0.0.1:1 send-proxy\n")
                        .backends()
                        .get(0)
                        .servers()
                        .get(0);
        var prober =
                new Prober(
                        new Bootstrap().group(loops).channel(NioSocketChannel.class),
                        channel -> Opening.add(channel, config, ProxyHeader.UNKNOWN, limit));
        try (var server = new FakeServer("")) {
            var probe = prober.probe(server.address(), Optional.empty(), limit);
            assertThat(probe.awaitUninterruptibly(25_000)).as("it ends in time").isTrue();
            assertThat(probe.getNow().status()).isEqualTo(CheckResult.Status.L4OK);
            await().untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            assertThat(server.requests().get(0)).startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 ");
        }
    }
}
