package labs.proxy.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import labs.proxy.config.ConfigException;
import labs.proxy.testing.Running;
import labs.proxy.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that read nothing, or say nothing, and what that costs others. */
@Timeout(120)
final class SilentServersTest {
    @RegisterExtension final Running running = new Running();

    /** Takes connections, and never reads. */
    private int deafPort() throws IOException {
        return running.closed(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()))
                .getLocalPort();
    }

    /** Sends more than any buffer holds, by a thread of its own: nobody may read it. */
    private static Wire sendEndlessly(Wire wire) throws IOException {
        wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n");
        var sending =
                new Thread(
                        () -> {
                            String part = "x".repeat(100_000);
                            try {
                                for (int i = 0; i < 3000; i++) {
                                    wire.send(part);
                                }
                            } catch (IOException ended) {
                                // As it should.
                            }
                        },
                        "sends-endlessly");
        sending.setDaemon(true);
        sending.start();
        return wire;
    }

    @Test
    void shouldGiveUpAServerThatDoesNotReadARequest() throws IOException, ConfigException {
        InetSocketAddress proxy =
                running.http(
                        "    timeout server 1s\n    timeout queue 20s\n"
                                + "    server a 127.0.0.1:%d maxconn 1\n",
                        deafPort());
        try (Wire first = sendEndlessly(Wire.to(proxy));
                Wire second = Wire.to(proxy)) {
            assertThat(first.answer().status()).as("at timeout server").isEqualTo(504);
            assertThat(second.get("/").answer().status())
                    .as("504 of the same server: its only place is free again")
                    .isEqualTo(504);
        }
    }

    @Test
    void shouldTellASilentTcpServerOfAnEndAndNotOfAReset() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress proxy =
                    running.proxy(
                                    """
                                    listen web
                                        timeout connect 5s
                                        timeout client 200ms
                                        timeout server 60s
                                        bind 127.0.0.1:0
                                        server a 127.0.0.1:%d
                                    """,
                                    listener.getLocalPort())
                            .address("web");
            try (Wire wire = Wire.to(proxy);
                    var server = listener.accept()) {
                wire.send("hello");
                byte[] all = server.getInputStream().readAllBytes(); // a reset would throw
                assertThat(new String(all, ISO_8859_1)).isEqualTo("hello");
                assertThat(wire.rest()).as("the client sees an end, too").isEmpty();
            }
        }
    }
}
