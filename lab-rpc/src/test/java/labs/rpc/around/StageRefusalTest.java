package labs.rpc.around;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import labs.kit.LabTest;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that refuse a request follow the rules of HTTP as the server itself does. */
@LabTest
@Timeout(20)
final class StageRefusalTest {
    private static final byte[] CALL =
            MessageCodec.encode(new MethodCall("echo", List.of("What? ".repeat(1_000))));
    private static final String AUTHORIZATION =
            "Authorization: " + BasicAuth.credentials("ann", "secret") + "\r\n";

    private XmlRpcServer server;

    @BeforeEach
    void start() {
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults()
                                .with()
                                .requestStage(BasicAuth.server("labs", Map.of("ann", "secret")))
                                .requestStage(GzipStage.server(100_000))
                                .build(),
                        (context, method, params) -> params.get(0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, 'Connection: close\r\n', 401",
        "HTTP/1.0, '', 401",
        "HTTP/1.1, 'Connection: close\r\nContent-Encoding: br\r\n', 415",
        "HTTP/1.0, 'Content-Encoding: br\r\n', 415",
        "HTTP/1.0, 'Content-Encoding: gzip\r\n', 400",
    })
    void shouldCloseTheConnectionWhenTheClientAsksForIt(String version, String headers, int status)
            throws IOException {
        String more = status == 401 ? headers : headers + AUTHORIZATION;
        try (Socket socket = connect()) {
            send(socket, version, more, CALL);
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(all)
                    .as("the refusal, and then the end of the connection")
                    .startsWith("HTTP/1.1 " + status)
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void shouldKeepTheConnectionOfHttp10WhenTheClientAsksForIt() throws IOException {
        try (Socket socket = connect()) {
            for (int i = 0; i < 2; i++) {
                send(socket, "HTTP/1.0", "Connection: keep-alive\r\n", CALL);
                assertThat(head(socket)).startsWith("http/1.1 401").contains("connection: keep-a");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "", "Identity", "identity, identity"})
    void shouldTakeABodyToWhichNothingWasDone(String encoding) throws IOException {
        assertThat(answerTo("Content-Encoding: " + encoding + "\r\n", CALL))
                .startsWith("http/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "deflate, br"})
    void shouldSayWhichEncodingsItTakes(String encoding) throws IOException {
        assertThat(answerTo("Content-Encoding: " + encoding + "\r\n", CALL))
                .startsWith("http/1.1 415")
                .contains("accept-encoding: gzip, deflate");
    }

    @Test
    void shouldTakeDeflateWithItsHeaderAndWithout() throws IOException {
        for (boolean raw : new boolean[] {false, true}) {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, raw);
            try (var out = new DeflaterOutputStream(deflated, deflater)) {
                out.write(CALL);
            }
            deflater.end();
            assertThat(answerTo("Content-Encoding: deflate\r\n", deflated.toByteArray()))
                    .startsWith("http/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "'deflate;q=0.5', deflate",
        "'gzip;q=0, deflate', deflate",
        "'br, gzip;q=0.8', gzip",
        "*, gzip",
    })
    void shouldCompressInAWayThatTheClientTakes(String accepted, String expected)
            throws IOException {
        assertThat(answerTo("Accept-Encoding: " + accepted + "\r\n", CALL))
                .contains("content-encoding: " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; q=0.000, deflate;q=0", "br"})
    void shouldNotCompressForWhoDoesNotTakeIt(String accepted) throws IOException {
        assertThat(answerTo("Accept-Encoding: " + accepted + "\r\n", CALL))
                .startsWith("http/1.1 200")
                .doesNotContain("content-encoding");
    }

    private String answerTo(String headers, byte[] body) throws IOException {
        try (Socket socket = connect()) {
            send(socket, "HTTP/1.1", AUTHORIZATION + headers, body);
            return head(socket);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String version, String headers, byte[] body)
            throws IOException {
        String head =
                "POST /RPC2 %s\r\nHost: localhost\r\nContent-Type: text/xml\r\n%sContent-Length: %d\r\n\r\n"
                        .formatted(version, headers, body.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.getBytes(UTF_8));
        all.write(body);
        socket.getOutputStream().write(all.toByteArray());
    }

    /** The head of the next response, in lower case; its body must be empty or left alone. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the server closed after: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }
}
