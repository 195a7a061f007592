package labs.memory.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send half of something, too much of it, or never read: each costs its limits. */
@LabTest
@Timeout(120)
final class HostileClientTest {
    private final MemcachedServer server =
            MemcachedServer.start(ServerOptions.defaults().memory(16 << 20).maxConnections(40));

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertServing() {
        try (var client = new RawClient(server.port())) {
            assertThat(
                            client.ask(
                                    "set ok 0 0 2\r\nhi\r\nget ok\r\n",
                                    "STORED\r\nVALUE ok 0 2\r\nhi\r\nEND\r\n"))
                    .isEqualTo("STORED\r\nVALUE ok 0 2\r\nhi\r\nEND\r\n");
        }
    }

    @Test
    void shouldAnswerABitAtATime() {
        String conversation =
                "set k 5 0 3\r\nabc\r\nget k\r\nmg k v f\r\nms k 2 c\r\nde\r\nget k k\r\n";
        try (var client = new RawClient(server.port())) {
            for (char c : conversation.toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.line()).isEqualTo("STORED");
            assertThat(client.line()).isEqualTo("VALUE k 5 3");
            assertThat(client.line()).isEqualTo("abc");
            assertThat(client.line()).isEqualTo("END");
            assertThat(client.line()).isEqualTo("VA 3 f5");
            assertThat(client.line()).isEqualTo("abc");
            assertThat(client.line()).startsWith("HD c");
            assertThat(client.line()).isEqualTo("VALUE k 0 2");
        }
    }

    /** A hundred gets of a large value, asked for at once, by somebody who reads none of it. */
    @Test
    void shouldNotMakeAnswersForWhoDoesNotRead() throws IOException {
        String large = "x".repeat(900_000);
        try (var client = new RawClient(server.port())) {
            client.ask("set large 0 0 " + large.length() + "\r\n" + large + "\r\n", "STORED\r\n");
        }
        long before = direct();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                silent.add(socket);
                byte[] gets =
                        ("get" + " large".repeat(300) + "\r\n" + "get large\r\n".repeat(300))
                                .getBytes(StandardCharsets.US_ASCII);
                socket.getOutputStream().write(gets);
            }
            assertServing();
            await().until(() -> server.hits() > 20);
            assertServing();
            assertThat(server.hits()).as("answers to 12,000 questions").isLessThan(1_500);
            assertThat(server.connections())
                    .as("and nobody was cut off")
                    .isGreaterThanOrEqualTo(20);
            assertThat(direct() - before)
                    .as("bytes that wait for 20 clients who asked for 10 GB")
                    .isLessThan(100L << 20);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
        await().until(() -> server.connections() == 0);
        assertServing();
    }

    private static long direct() {
        return io.netty.buffer.ByteBufAllocator.DEFAULT
                        instanceof io.netty.buffer.ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }

    @Test
    void shouldAnswerAllKeysOfALongLineToWhoReads() {
        try (var client = new RawClient(server.port())) {
            StringBuilder get = new StringBuilder("get");
            for (int i = 0; i < 5_000; i++) {
                client.send("set key-" + i + " 0 0 100 noreply\r\n" + "v".repeat(100) + "\r\n");
                get.append(" key-").append(i);
            }
            client.send(get + "\r\n");
            for (int i = 0; i < 5_000; i++) {
                assertThat(client.line()).isEqualTo("VALUE key-" + i + " 0 100");
                assertThat(client.line()).hasSize(100);
            }
            assertThat(client.line()).isEqualTo("END");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set k 0 0 2147483645\r\n", // and never so much as a byte of it
                "ms k 2147483645\r\n",
                "set k 0 0 900000\r\nhalf of it",
                "get half-a-line",
                "\u0080\u0001\u0000\u0001", // a sixth of a header
            })
    void shouldForgetWhoLeavesHalfWay(String half) {
        for (int i = 0; i < 100; i++) {
            try (var client = new RawClient(server.port())) {
                client.send(half);
            }
        }
        await().until(() -> server.connections() == 0);
        try (var client = new RawClient(server.port())) {
            String value = "y".repeat(900_000);
            for (int i = 0; i < 8; i++) {
                assertThat(
                                client.ask(
                                        "set k" + i + " 0 0 900000\r\n" + value + "\r\n",
                                        "STORED\r\n"))
                        .as("nothing is kept for those who left")
                        .isEqualTo("STORED\r\n");
            }
        }
    }

    @Test
    void shouldThrowAwayWhatIsTooLarge() {
        try (var client = new RawClient(server.port())) {
            String chunk = "z".repeat(1 << 20);
            client.send("set k 0 0 " + (64 << 20) + "\r\n");
            for (int i = 0; i < 64; i++) {
                client.send(chunk);
            }
            client.send("\r\nversion\r\n");
            assertThat(client.line()).isEqualTo("SERVER_ERROR object too large for cache");
            assertThat(client.line()).as("the next command is found").startsWith("VERSION");
        }
    }

    @Test
    void shouldTellWhoComesTooMany() {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RawClient client = new RawClient(server.port());
            clients.add(client);
            assertThat(client.ask("mn\r\n", "MN\r\n")).isEqualTo("MN\r\n");
        }
        try (var more = new RawClient(server.port())) {
            assertThat(more.line()).isEqualTo("ERROR Too many open connections");
            assertThat(more.read(1)).isEmpty();
        }
        clients.forEach(RawClient::close);
        await().until(() -> server.connections() == 0);
        assertServing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", // a browser that somebody sent here
                "quit\r\n",
                "\u0080\u0001\u0000\u0005\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001",
            })
    void shouldEndTheConnectionWhenNothingGoodCanFollow(String bytes) {
        try (var client = new RawClient(server.port())) {
            client.send(bytes);
            String rest = client.end();
            assertThat(rest).doesNotContain("ERROR");
        }
        await().until(() -> server.connections() == 0);
    }
}
