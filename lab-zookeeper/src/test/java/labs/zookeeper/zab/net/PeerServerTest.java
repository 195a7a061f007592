package labs.zookeeper.zab.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.zookeeper.zab.ZabMessage;
import labs.zookeeper.zab.ZabMessage.NewEpoch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(40)
class PeerServerTest {
    private static final int LONG_MS = 10_000;

    private record Received(int from, ZabMessage message) {}

    private final BlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final PeerServer server = server(FreePorts.local(0));

    private PeerServer server(InetSocketAddress at) {
        return new PeerServer(
                0, 3, at, (from, message) -> inbox.add(new Received(from, message)), log::add);
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(FreePorts.local(server.port()));
        socket.setSoTimeout(LONG_MS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private Socket connectAs(int peer) throws IOException {
        Socket socket = connect();
        Frames.write(socket.getOutputStream(), new Hello(peer, 0, 3).encode());
        return socket;
    }

    private static void say(Socket socket, long number) throws IOException {
        Frames.write(socket.getOutputStream(), MessageCodec.encode(new NewEpoch(number)));
    }

    private void assertHeard(int from, long number) throws InterruptedException {
        assertThat(inbox.poll(LONG_MS, TimeUnit.MILLISECONDS))
                .as("what the node hears next; the server's log: %s", log)
                .isEqualTo(new Received(from, new NewEpoch(number)));
    }

    private void assertClosedByServer(Socket socket, String why) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).as(why).isEqualTo(-1);
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open: " + why, open);
        } catch (java.net.SocketException reset) {
            assertThat(reset).as(why).hasMessageContaining("reset");
        }
    }

    @Test
    void shouldHandOnWhatThePeersSayInOrder() throws Exception {
        try (var one = connectAs(1);
                var two = connectAs(2)) {
            say(one, 1);
            assertHeard(1, 1);
            say(two, 2);
            assertHeard(2, 2);
            for (int number = 3; number < 300; number++) {
                say(one, number);
            }
            for (int number = 3; number < 300; number++) {
                assertHeard(1, number);
            }
        }
    }

    @Test
    void shouldTakeAMessageThatComesByteByByte() throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        Frames.write(bytes, new Hello(1, 0, 3).encode());
        Frames.write(bytes, MessageCodec.encode(new NewEpoch(7)));
        try (var slow = connect()) {
            for (byte each : bytes.toByteArray()) {
                slow.getOutputStream().write(each);
                slow.getOutputStream().flush();
            }
            assertHeard(1, 7);
        }
    }

    private static byte[] frame(byte[] content) {
        return ByteBuffer.allocate(4 + content.length).putInt(content.length).put(content).array();
    }

    private static Map<String, byte[]> badHellos() {
        var bad = new LinkedHashMap<String, byte[]>();
        bad.put("a browser", "GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        bad.put("two gigabytes", ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array());
        bad.put("a negative length", ByteBuffer.allocate(4).putInt(-1).array());
        bad.put("an empty frame", frame(new byte[0]));
        bad.put("a message before the hello", frame(MessageCodec.encode(new NewEpoch(1))));
        bad.put("another protocol", frame(new WireWriter().text("RAFT").int32(1).toBytes()));
        bad.put("a hello to somebody else", frame(new Hello(1, 2, 3).encode()));
        bad.put("a node of another cluster", frame(new Hello(1, 0, 5).encode()));
        bad.put("a node that there is not", frame(new Hello(3, 0, 3).encode()));
        bad.put("ourselves", frame(new Hello(0, 0, 3).encode()));
        return bad;
    }

    private static Map<String, byte[]> badMessages() {
        var bad = new LinkedHashMap<String, byte[]>();
        bad.put("a frame over the limit", ByteBuffer.allocate(4).putInt(64 << 20).array());
        bad.put("a message of no kind", frame(new byte[] {99}));
        bad.put("half a message", frame(new byte[] {3, 0, 0}));
        bad.put("a second hello", frame(new Hello(1, 0, 3).encode()));
        return bad;
    }

    @Test
    void shouldCloseOnlyTheConnectionThatSendsNonsense() throws Exception {
        try (var good = connectAs(2)) {
            long number = 0;
            for (var bad : badHellos().entrySet()) {
                try (var socket = connect()) {
                    socket.getOutputStream().write(bad.getValue());
                    assertClosedByServer(socket, bad.getKey());
                }
                say(good, ++number);
                assertHeard(2, number);
            }
            for (var bad : badMessages().entrySet()) {
                try (var socket = connectAs(1)) {
                    socket.getOutputStream().write(bad.getValue());
                    assertClosedByServer(socket, bad.getKey());
                }
                say(good, ++number);
                assertHeard(2, number);
            }
            int reasons = (int) number;
            await().atMost(Duration.ofMillis(LONG_MS))
                    .untilAsserted(
                            () ->
                                    assertThat(log)
                                            .as("reasons that an operator can read")
                                            .hasSize(reasons));
        }
    }

    @Test
    void shouldListenOnlyToTheLatestConnectionOfAPeer() throws Exception {
        try (var old = connectAs(1)) {
            say(old, 1);
            assertHeard(1, 1);
            try (var fresh = connectAs(1)) {
                say(fresh, 2);
                assertHeard(1, 2);
                assertClosedByServer(old, "what comes on the old connection is out of order");
                say(fresh, 3);
                assertHeard(1, 3);
            }
        }
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        try (var second = server(FreePorts.local(server.port()))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(server.port()))
                    .hasMessageContaining("taken");
        }
    }
}
