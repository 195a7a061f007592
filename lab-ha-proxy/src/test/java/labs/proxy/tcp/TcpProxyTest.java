package labs.proxy.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one sees through the proxy; with epoll where there is one, and with NIO. */
@Timeout(60)
final class TcpProxyTest {
    private static final int MANY = 4 << 20;

    private final ResourceLeakDetector.Level levelBefore = ResourceLeakDetector.getLevel();
    private final Servers servers = new Servers();
    private final ServerSocket server = servers.listen();
    private TcpProxy proxy;
    private Socket client;
    private Socket served;

    @AfterEach
    void shouldLeaveNothingBehind() {
        servers.close();
        try {
            await("connections closed").until(() -> proxy.connections() == 0);
        } finally {
            proxy.close();
            ResourceLeakDetector.setLevel(levelBefore);
        }
        assertThat(proxy.buffers()).as("buffers that nobody released").isZero();
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldCarryBothDirectionsAtOnce(boolean epoll) throws IOException {
        begin(epoll);
        byte[] up = bytes(1);
        byte[] down = bytes(2);
        CompletableFuture<Void> writing = inBackground(() -> client.getOutputStream().write(up));
        CompletableFuture<Void> other = inBackground(() -> served.getOutputStream().write(down));
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        CompletableFuture<Void> reading =
                inBackground(() -> got.complete(served.getInputStream().readNBytes(MANY)));
        assertThat(client.getInputStream().readNBytes(MANY)).as("to the client").isEqualTo(down);
        CompletableFuture.allOf(writing, other, reading).join();
        assertThat(got.join()).as("to the server").isEqualTo(up);
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldGoOnAnsweringWhenTheClientHasSaidAll(boolean epoll) throws IOException {
        begin(epoll);
        client.getOutputStream().write("question".getBytes(UTF_8));
        client.shutdownOutput();
        assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("question");
        byte[] answer = bytes(3);
        CompletableFuture<Void> writing =
                inBackground(
                        () -> {
                            served.getOutputStream().write(answer);
                            served.close();
                        });
        assertThat(client.getInputStream().readAllBytes())
                .as("the end of one direction leaves the other open")
                .isEqualTo(answer);
        writing.join();
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldGoOnListeningWhenTheServerHasSaidAll(boolean epoll) throws IOException {
        begin(epoll);
        served.getOutputStream().write("welcome".getBytes(UTF_8));
        served.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("welcome");
        client.getOutputStream().write("thanks".getBytes(UTF_8));
        client.close();
        assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("thanks");
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldDeliverAllBeforeTheEnd(boolean epoll) throws IOException {
        begin(epoll);
        byte[] piece = new byte[32 * 1024];
        var sent = new AtomicLong();
        var before = new AtomicLong();
        // So much that some waits in the proxy, but not so much that it stops reading.
        await("the way to the client is full")
                .pollInterval(Duration.ofMillis(15))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            boolean full = before.getAndSet(proxy.waiting()) > 0;
                            if (before.get() == 0) {
                                served.getOutputStream().write(piece);
                                sent.addAndGet(piece.length);
                            }
                            return full && before.get() > 0;
                        });
        served.close();
        await("what waits still waits when the server has closed")
                .during(Duration.ofMillis(200))
                .until(() -> proxy.waiting() > 0);
        assertThat(count(client.getInputStream())).isEqualTo(sent.get());
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldNotGrowWhenAReaderIsSlow(boolean epoll) throws IOException {
        begin(epoll);
        long all = 128 << 20;
        var sent = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        CompletableFuture<Void> writing =
                inBackground(
                        () -> {
                            while (sent.get() < all) {
                                client.getOutputStream().write(piece);
                                sent.addAndGet(piece.length);
                            }
                            client.shutdownOutput();
                        });
        var before = new AtomicLong(-1);
        await("the writer stops")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(400))
                .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
        assertThat(proxy.memory())
                .as("memory while the server reads nothing; %d were sent", sent.get())
                .isLessThan(48 << 20);
        assertThat(count(served.getInputStream())).as("all comes in the end").isEqualTo(all);
        writing.join();
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldResetTheClientWhenTheServerDoes(boolean epoll) throws IOException {
        begin(epoll);
        served.getOutputStream().write("half of".getBytes(UTF_8));
        assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("half of");
        served.setSoLinger(true, 0);
        served.close();
        assertThatThrownBy(() -> client.getInputStream().read())
                .as("a reset must not look like the end of the answer")
                .isInstanceOf(SocketException.class);
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldResetTheServerWhenTheClientDoes(boolean epoll) throws IOException {
        begin(epoll);
        client.getOutputStream().write("half of".getBytes(UTF_8));
        assertThat(served.getInputStream().readNBytes(7)).asString().isEqualTo("half of");
        client.setSoLinger(true, 0);
        client.close();
        assertThatThrownBy(() -> served.getInputStream().read())
                .isInstanceOf(SocketException.class);
    }

    @ParameterizedTest(name = "epoll: {0}")
    @ValueSource(booleans = {true, false})
    void shouldKeepClientsApart(boolean epoll) throws IOException {
        begin(epoll);
        for (int i = 0; i < 30; i++) {
            Socket one = servers.connect(proxy.address());
            Socket oneServed = servers.accept(server);
            byte[] word = ("client " + i).getBytes(UTF_8);
            one.getOutputStream().write(word);
            assertThat(oneServed.getInputStream().readNBytes(word.length)).isEqualTo(word);
            oneServed.getOutputStream().write(word);
            assertThat(one.getInputStream().readNBytes(word.length)).isEqualTo(word);
        }
        assertThat(proxy.connections()).isEqualTo(62);
    }

    private void begin(boolean epoll) throws IOException {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        proxy =
                TcpProxy.start(
                        new TcpOptions(Servers.anywhere(), Duration.ofSeconds(20), 0, epoll),
                        (from, tried) -> Optional.of(Servers.address(server)));
        client = servers.connect(proxy.address());
        served = servers.accept(server);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[MANY];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static long count(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long count = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            count += n;
        }
        return count;
    }

    private interface Job {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Job job) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                task -> {
                    var thread = new Thread(task, "tcp-proxy-test");
                    thread.setDaemon(true);
                    thread.start();
                });
    }
}
