package labs.rpc.around;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.kit.Traffic;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.OutcomeUnknownException;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class GzipTest {
    private static final int LIMIT = 100_000;
    private static final String LONG_TEXT = "What do the simple folk do? ".repeat(2_000);

    private XmlRpcServer server;
    private FaultProxy network;

    @BeforeEach
    void start() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.register("echo", (context, method, params) -> params.get(0));
        dispatcher.register("repeat", (context, method, params) -> "x".repeat((int) params.get(0)));
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults()
                                .with()
                                .requestStage(GzipStage.server(LIMIT))
                                .build(),
                        dispatcher);
        network = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() {
        network.close();
        server.close();
    }

    @Test
    void shouldCompressBothDirections() {
        try (XmlRpcClient client = gzipClient(LIMIT)) {
            assertThat(client.call("echo", LONG_TEXT)).isEqualTo(LONG_TEXT);
        }
        assertThat(await().until(network::traffic, traffic -> traffic.bytesToClient() > 0))
                .as("bytes on the wire for a text of %d", LONG_TEXT.length())
                .satisfies(
                        traffic -> assertThat(traffic.bytesToServer()).isLessThan(5_000),
                        traffic -> assertThat(traffic.bytesToClient()).isLessThan(5_000));
    }

    @Test
    void shouldLeaveSmallBodiesAlone() throws Exception {
        HttpResponse<byte[]> response = post(call("echo", "<string>hello</string>"), "identity");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void shouldNotCompressForAClientThatDidNotAskForIt() {
        try (XmlRpcClient plain = XmlRpcClient.to("127.0.0.1", network.port())) {
            assertThat(plain.call("echo", LONG_TEXT)).isEqualTo(LONG_TEXT);
        }
        Traffic traffic = network.traffic();
        assertThat(traffic.bytesToClient()).isGreaterThan(LONG_TEXT.length());
    }

    @Test
    void shouldServeOneConnectionWithCallsOfAllSizes() {
        try (XmlRpcClient client = gzipClient(LIMIT)) {
            for (int size : new int[] {0, 1_000, 50_000, 1, 20_000}) {
                assertThat((String) client.call("repeat", size)).hasSize(size);
            }
        }
        assertThat(network.traffic().connections()).isEqualTo(1);
    }

    @Test
    void shouldRefuseABombAndServeOn() throws Exception {
        byte[] bomb = bomb(64 << 20);
        assertThat(bomb.length).as("what the bomb costs the attacker").isLessThan(100_000);
        assertThat(post(bomb, "gzip").statusCode()).isEqualTo(413);
        try (XmlRpcClient client = gzipClient(LIMIT)) {
            assertThat(client.call("echo", "alive")).isEqualTo("alive");
        }
    }

    @Test
    void shouldStopDecompressingAtTheLimit() throws Exception {
        byte[] bomb = bomb(64 << 20);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> GzipBodies.decompress(bomb, ContentCoding.GZIP, LIMIT))
                .isInstanceOf(GzipBodies.TooLargeException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated to find out that 64 MB are more than %d", LIMIT)
                .isLessThan(10L * LIMIT);
    }

    @Test
    void shouldTakeABodyOfExactlyTheLimit() throws Exception {
        byte[] body = new byte[LIMIT];
        assertThat(
                        GzipBodies.decompress(
                                GzipBodies.compress(body, ContentCoding.GZIP),
                                ContentCoding.GZIP,
                                LIMIT))
                .isEqualTo(body);
        assertThatThrownBy(
                        () ->
                                GzipBodies.decompress(
                                        GzipBodies.compress(body, ContentCoding.GZIP),
                                        ContentCoding.GZIP,
                                        LIMIT - 1))
                .isInstanceOf(GzipBodies.TooLargeException.class);
    }

    @Test
    void shouldFailACallWhoseResponseIsABomb() {
        try (XmlRpcClient client = gzipClient(LIMIT)) {
            assertThatThrownBy(() -> client.call("repeat", LIMIT + 1))
                    .as("a server may be hostile, too")
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void shouldRefuseABodyThatIsNoGzip() throws Exception {
        assertThat(post(call("echo", "<int>1</int>"), "gzip").statusCode()).isEqualTo(400);
        byte[] whole = GzipBodies.compress(call("echo", "<int>1</int>"), ContentCoding.GZIP);
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThat(post(half, "gzip").statusCode()).as("half a gzip").isEqualTo(400);
    }

    @Test
    void shouldRefuseAnEncodingItDoesNotKnow() throws Exception {
        assertThat(post(call("echo", "<int>1</int>"), "br").statusCode()).isEqualTo(415);
    }

    @Test
    void shouldBringBackEveryBody(Random random) throws IOException {
        for (int size = 0; size < 20_000; size = size * 2 + 1) {
            byte[] body = new byte[size];
            random.nextBytes(body);
            assertThat(
                            GzipBodies.decompress(
                                    GzipBodies.compress(body, ContentCoding.GZIP),
                                    ContentCoding.GZIP,
                                    LIMIT))
                    .isEqualTo(body);
        }
    }

    private XmlRpcClient gzipClient(int limit) {
        return XmlRpcClient.open(
                ClientOptions.to("127.0.0.1", network.port())
                        .httpStage(GzipStage.client(limit))
                        .build());
    }

    private HttpResponse<byte[]> post(byte[] body, String encoding) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + network.port() + "/RPC2"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.equals("identity")) {
            request.header("Content-Encoding", encoding);
        } else {
            request.header("Accept-Encoding", "gzip");
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] call(String method, String value) {
        return ("<methodCall><methodName>%s</methodName><params><param><value>%s</value></param>"
                        + "</params></methodCall>")
                .formatted(method, value)
                .getBytes(UTF_8);
    }

    /** So many zeros, as a row of gzip members of 1 MB each: the format allows that. */
    private static byte[] bomb(int length) throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(new byte[1 << 20]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < length >> 20; i++) {
            member.writeTo(out);
        }
        return out.toByteArray();
    }
}
