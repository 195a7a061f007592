package labs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class FaultProxyTest {
    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    @Test
    void shouldPassBytesBothWaysAndCountThem() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "hello")).isEqualTo("hello");
        }
        await().untilAsserted(
                        () -> assertThat(proxy.traffic()).isEqualTo(new Traffic(1, 5, 5, 0, 0)));
    }

    @Test
    void shouldDelayEachWay() throws IOException {
        proxy.delay(Duration.ofMillis(60));
        try (Socket client = connect()) {
            assertThat(millis(() -> echo(client, "slow"))).isGreaterThanOrEqualTo(115L);
        }
    }

    @Test
    void shouldEndADelayWhenHealed() throws IOException {
        proxy.delay(Duration.ofHours(1));
        try (Socket client = connect()) {
            send(client, "stuck");
            proxy.heal();
            assertThat(receive(client, 5)).isEqualTo("stuck");
        }
    }

    @Test
    void shouldThrottleToSoManyBytesASecond() throws IOException {
        proxy.throttle(10_000);
        try (Socket client = connect()) {
            // 1,000 bytes at 10,000 a second take a tenth of a second each way.
            assertThat(millis(() -> echo(client, "x".repeat(1_000)))).isGreaterThanOrEqualTo(190L);
        }
    }

    @Test
    void shouldKeepSilentInABlackHoleAndDeliverWhenHealed() throws IOException {
        try (Socket client = connect()) {
            proxy.blackHole(Direction.TO_SERVER);
            client.setSoTimeout(100);
            assertThatThrownBy(() -> echo(client, "lost?"))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(server.received()).isZero();

            proxy.heal();
            client.setSoTimeout(5_000);
            assertThat(receive(client, 5)).isEqualTo("lost?");
        }
    }

    @Test
    void shouldDeliverTheRequestAndLoseOnlyTheReply() throws IOException {
        proxy.loseReplies(1);
        try (Socket client = connect()) {
            assertThatThrownBy(() -> echo(client, "pay")).isInstanceOf(SocketException.class);
        }
        assertThat(server.received()).isEqualTo(3);
        assertThat(proxy.traffic().repliesLost()).isEqualTo(1);
        try (Socket client = connect()) {
            assertThat(echo(client, "pay")).isEqualTo("pay");
        }
    }

    @Test
    void shouldLoseTheReplyThatAFilterNames() throws IOException {
        proxy.filter(LosesWhatBeginsWithAnX::new);
        try (Socket client = connect()) {
            assertThat(echo(client, "one")).isEqualTo("one");
            assertThatThrownBy(() -> echo(client, "x-two")).isInstanceOf(SocketException.class);
        }
        assertThat(server.received()).as("delivered, all the same").isEqualTo(8);
        assertThat(proxy.traffic().repliesLost()).isEqualTo(1);
        try (Socket client = connect()) {
            assertThat(echo(client, "three")).isEqualTo("three");
        }
    }

    private static final class LosesWhatBeginsWithAnX implements ReplyFilter {
        private volatile byte asked;

        @Override
        public void request(byte[] bytes, int length) {
            asked = bytes[0];
        }

        @Override
        public Passage reply(byte[] bytes, int length) {
            return asked == 'x' ? new Passage(new byte[0], true) : NONE.reply(bytes, length);
        }
    }

    @Test
    void shouldResetOpenConnectionsAndWelcomeNewOnes() throws IOException {
        try (Socket client = connect()) {
            echo(client, "first");
            proxy.cut();
            assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        }
        assertThat(proxy.traffic().cuts()).isEqualTo(1);
        try (Socket client = connect()) {
            assertThat(echo(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void shouldHangUpInOrder() throws IOException {
        try (Socket client = connect()) {
            echo(client, "first");
            proxy.hangUp();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldRefuseNewConnectionsKeepOldOnesAndComeBackOnTheSamePort() throws IOException {
        try (Socket old = connect()) {
            echo(old, "first");
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(old, "still here")).isEqualTo("still here");

            proxy.heal();
            try (Socket fresh = connect()) {
                assertThat(echo(fresh, "welcome")).isEqualTo("welcome");
            }
        }
    }

    @Test
    void shouldPassAHalfClose() throws IOException {
        try (Socket client = connect()) {
            send(client, "bye");
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).isEqualTo("bye");
        }
    }

    @Test
    void shouldPlayAScheduleToItsEnd(@Seed long seed) throws Exception {
        Schedule schedule =
                Schedule.random(
                        seed,
                        5,
                        Duration.ofMillis(100),
                        new Fault.Cut(),
                        new Fault.Refuse(),
                        new Fault.LoseReplies(3),
                        new Fault.BlackHole(Direction.TO_CLIENT),
                        new Fault.Throttle(10),
                        new Fault.Delay(Duration.ofSeconds(5)));
        proxy.play(schedule).get(5, TimeUnit.SECONDS);
        try (Socket client = connect()) {
            assertThat(echo(client, "healed")).isEqualTo("healed");
        }
    }

    @Test
    void shouldStopEveryThreadOnCloseWhateverTheWeather() throws IOException {
        proxy.blackHole(Direction.TO_SERVER);
        proxy.play(new Schedule(java.util.List.of(step(Duration.ofHours(1), new Fault.Cut()))));
        try (Socket client = connect()) {
            send(client, "stuck");
            proxy.close();
            assertThat(ThreadLeaks.living())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("fault-proxy-" + proxy.port()));
        }
    }

    private static Schedule.Step step(Duration at, Fault fault) {
        return new Schedule.Step(at, fault);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static String echo(Socket socket, String text) throws IOException {
        send(socket, text);
        return receive(socket, text.length());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String receive(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), UTF_8);
    }

    private interface Work {
        Object run() throws IOException;
    }

    private static long millis(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
