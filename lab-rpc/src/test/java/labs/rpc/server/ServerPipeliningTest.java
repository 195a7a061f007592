package labs.rpc.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerPipeliningTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void shouldAnswerInTheOrderOfTheRequests() throws IOException {
        try (XmlRpcServer server = start();
                RawHttp client = new RawHttp(server)) {
            StringBuilder requests = new StringBuilder(post(document("wait", 0)));
            for (int i = 1; i < 300; i++) {
                requests.append(post(document("echo", i)));
            }
            client.send(requests.toString());
            gate.countDown();
            for (int i = 0; i < 300; i++) {
                assertThat(client.response().value())
                        .as("HTTP/1.1 answers carry no id: their order is all that a client has")
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void shouldNotInviteABodyBeforeTheAnswerToTheRequestBefore() throws IOException {
        String expecting = post(document("echo", 2), "Expect: 100-continue\r\n");
        int body = expecting.indexOf("\r\n\r\n") + 4;
        try (XmlRpcServer server = start();
                RawHttp client = new RawHttp(server)) {
            client.send(post(document("wait", 1)) + expecting.substring(0, body));
            await().until(() -> calls.get() == 1);
            gate.countDown();
            assertThat(client.response().status())
                    .as("first the answer to the first request")
                    .isEqualTo(200);
            assertThat(client.response().status()).isEqualTo(100);
            client.send(expecting.substring(body));
            assertThat(client.response().value()).isEqualTo(2);
        }
    }

    @Test
    void shouldSurviveThousandsOfRequestsThatAreAnsweredAtOnce() throws IOException {
        ServerOptions.Builder options = ServerOptions.defaults().with().workers(1).queue(0);
        try (XmlRpcServer server =
                        XmlRpcServer.start(options.build(), (context, method, params) -> hold());
                RawHttp blocker = new RawHttp(server);
                RawHttp client = new RawHttp(server)) {
            blocker.send(post(document("wait")));
            await().until(() -> calls.get() == 1);
            client.send(post(document("echo")).repeat(2_000));
            for (int i = 0; i < 2_000; i++) {
                assertThat(client.response().status())
                        .as(
                                "each refusal lets the next request pass: in a loop, not in a recursion")
                        .isEqualTo(503);
            }
            gate.countDown();
            assertThat(blocker.response().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldReadNoFurtherFromAClientThatSendsFasterThanItIsServed() throws IOException {
        try (XmlRpcServer server = start();
                SocketChannel client = connect(server)) {
            ByteBuffer requests =
                    ByteBuffer.wrap(
                            post(document("wait", "x".repeat(1000))).repeat(100).getBytes(UTF_8));
            long[] sent = {0};
            await().atMost(Duration.ofSeconds(20))
                    .during(Duration.ofMillis(300))
                    .until(
                            () -> {
                                int written = flood(client, requests);
                                sent[0] += written;
                                return written == 0 || sent[0] > 64 << 20;
                            });
            assertThat(sent[0])
                    .as(
                            "while a call runs, what follows waits in the client: see OneAtATime and autoRead")
                    .isLessThan(64 << 20);
            gate.countDown();
        }
    }

    @Test
    void shouldServeNoFurtherAClientThatNeverReads() throws IOException {
        gate.countDown();
        try (XmlRpcServer server = start();
                SocketChannel client = connect(server)) {
            ByteBuffer requests =
                    ByteBuffer.wrap(post(document("echo", "x".repeat(50_000))).getBytes(UTF_8));
            await().atMost(Duration.ofSeconds(20))
                    .during(Duration.ofMillis(300))
                    .until(() -> flood(client, requests) == 0 || calls.get() > 2_000);
            assertThat(calls.get())
                    .as("its answers fill our memory: serve only while the channel is writable")
                    .isLessThan(2_000);
        }
    }

    private XmlRpcServer start() {
        return XmlRpcServer.start(
                ServerOptions.defaults(),
                (context, method, params) -> {
                    calls.incrementAndGet();
                    if (method.equals("wait")) {
                        gate.await(3, TimeUnit.SECONDS);
                    }
                    return params.get(0);
                });
    }

    private Object hold() throws InterruptedException {
        calls.incrementAndGet();
        return gate.await(3, TimeUnit.SECONDS);
    }

    /** Writes as much as the socket takes, at most 1 MB, and returns how much that was. */
    private static int flood(SocketChannel client, ByteBuffer requests) throws IOException {
        int written = 0;
        while (written < 1 << 20) {
            if (!requests.hasRemaining()) {
                requests.rewind();
            }
            int n = client.write(requests);
            if (n == 0) {
                break;
            }
            written += n;
        }
        return written;
    }

    private static SocketChannel connect(XmlRpcServer server) throws IOException {
        SocketChannel client =
                SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.configureBlocking(false);
        return client;
    }
}
