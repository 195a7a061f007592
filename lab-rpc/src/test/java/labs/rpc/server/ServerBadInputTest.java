package labs.rpc.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import labs.rpc.message.FaultCode;
import labs.rpc.message.MethodResponse;
import labs.rpc.message.MutatedDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever comes, the answer is a clean fault or a closed connection, and the server serves the
 * others.
 */
@Timeout(60)
class ServerBadInputTest {
    private static XmlRpcServer server;
    private static RawHttp neighbour;

    @BeforeAll
    static void start() throws IOException {
        ServerOptions options =
                ServerOptions.defaults().with().readTimeout(Duration.ofSeconds(2)).build();
        server = XmlRpcServer.start(options, (context, method, params) -> params);
        neighbour = new RawHttp(server);
    }

    @AfterAll
    static void stop() throws IOException {
        neighbour.close();
        server.close();
    }

    @AfterEach
    void shouldHaveGoneOnServingOthers() throws IOException {
        assertThat(neighbour.call("echo", 1).status())
                .as("a connection opened before the bad input still works")
                .isEqualTo(200);
    }

    static Stream<Arguments> documents() {
        String call =
                "<methodCall><methodName>m</methodName><params><param><value>%s</value></param></params></methodCall>";
        StringBuilder laughs = new StringBuilder("<!DOCTYPE lolz [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 20; i++) {
            laughs.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        return Stream.of(
                Arguments.of(
                        "entity expansion",
                        FaultCode.NOT_WELL_FORMED,
                        laughs + "]>" + String.format(call, "&l19;")),
                Arguments.of(
                        "external entity",
                        FaultCode.NOT_WELL_FORMED,
                        "<!DOCTYPE m [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
                                + String.format(call, "&x;")),
                Arguments.of(
                        "parameter entity",
                        FaultCode.NOT_WELL_FORMED,
                        "<!DOCTYPE m [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]>"
                                + String.format(call, "")),
                Arguments.of(
                        "deep nesting",
                        FaultCode.INVALID_XML_RPC,
                        String.format(call, "<array><data><value>".repeat(20_000))),
                Arguments.of(
                        "deep unknown tags",
                        FaultCode.INVALID_XML_RPC,
                        String.format(call, "<a>".repeat(50_000))),
                Arguments.of(
                        "a type that lies",
                        FaultCode.INVALID_XML_RPC,
                        String.format(call, "<int>abc</int>")),
                Arguments.of(
                        "an unknown type",
                        FaultCode.INVALID_XML_RPC,
                        String.format(call, "<money>1</money>")),
                Arguments.of(
                        "half a document",
                        FaultCode.NOT_WELL_FORMED,
                        String.format(call, "x").substring(0, 50)),
                Arguments.of("no document", FaultCode.NOT_WELL_FORMED, ""),
                Arguments.of("a nul", FaultCode.NOT_WELL_FORMED, String.format(call, "\0")),
                Arguments.of(
                        "many attributes",
                        FaultCode.NOT_WELL_FORMED,
                        String.format(call, manyAttributes())));
    }

    private static String manyAttributes() {
        StringBuilder tag = new StringBuilder("<int");
        for (int i = 0; i < 50_000; i++) {
            tag.append(" a").append(i).append("=''");
        }
        return tag + ">1</int>";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void shouldAnswerABadDocumentWithItsFault(String what, int code, String document)
            throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send(post(document));
            RawHttp.Response response = client.response();
            assertThat(response.status()).as("%s is HTTP as it should be", what).isEqualTo(200);
            assertThat(response.faultCode()).as(what).isEqualTo(code);
            assertThat(client.call("echo", 1).status())
                    .as("the connection is still good")
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldReadNoFileAndNoUrlForADocument(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the-secret");
        try (RawHttp client = new RawHttp(server);
                ServerSocket bait = new ServerSocket(0)) {
            for (String uri :
                    new String[] {
                        secret.toUri().toString(), "http://127.0.0.1:" + bait.getLocalPort() + "/x"
                    }) {
                client.send(
                        post(
                                "<!DOCTYPE m [<!ENTITY x SYSTEM '"
                                        + uri
                                        + "'>]><methodCall><methodName>m</methodName><params><param><value>&x;</value>"
                                        + "</param></params></methodCall>"));
                assertThat(new String(client.response().body(), UTF_8))
                        .doesNotContain("the-secret");
            }
            bait.setSoTimeout(1);
            assertThat(visited(bait))
                    .as("the parser must not go where a stranger sends it")
                    .isFalse();
        }
    }

    private static boolean visited(ServerSocket bait) throws IOException {
        try {
            bait.accept().close();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void shouldAnswerBytesThatAreNoUtf8WithTheirFault() throws IOException {
        byte[] request = post(document("echo", "~~~~")).getBytes(UTF_8);
        request[new String(request, UTF_8).indexOf("~~") + 1] = (byte) 0xff;
        try (RawHttp client = new RawHttp(server)) {
            client.send(request);
            assertThat(client.response().faultCode()).isEqualTo(FaultCode.INVALID_CHARACTER);
        }
    }

    @Test
    void shouldCutOffAnEndlessBody() throws IOException {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(UTF_8);
        long sent = 0;
        try (RawHttp client = new RawHttp(server)) {
            client.send(
                    "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (; sent < 1L << 31; sent += chunk.length) {
                client.send(chunk);
            }
        } catch (IOException e) {
            assertThat(e).as("the server closed the connection").isNotNull();
        }
        assertThat(sent).as("2 GB were taken without a word").isLessThan(1L << 31);
    }

    @Test
    void shouldCutOffEndlessHeaders() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send("POST /RPC2 HTTP/1.1\r\n" + "X-More: of the same\r\n".repeat(2_000));
            assertThat(client.response().status()).isEqualTo(431);
        }
    }

    @Test
    void shouldForgetAClientThatGoesAwayInTheMiddle() throws IOException {
        String request = post(document("echo", "x".repeat(500)));
        for (int end = 1; end < request.length(); end += 25) {
            try (RawHttp client = new RawHttp(server)) {
                client.send(request.substring(0, end));
            }
        }
        try (RawHttp client = new RawHttp(server)) {
            client.send(request);
            client.endOutput();
            assertThat(client.response().status())
                    .as("half closed, but the request is whole")
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerMutatedDocuments() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            for (int seed = 0; seed < 500; seed++) {
                client.send(request(MutatedDocument.of(seed)));
                MethodResponse response = client.response().decoded();
                assertThat(response).as("MutatedDocument.of(%d)", seed).isNotNull();
            }
        }
    }

    @Test
    void shouldOutliveMutatedRequests() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] request = post(document("echo", seed)).getBytes(UTF_8);
            for (int n = 0; n < 3; n++) {
                request[random.nextInt(150)] = (byte) random.nextInt(256);
            }
            try (RawHttp client = new RawHttp(server)) {
                client.send(request);
                client.endOutput();
            }
        }
        assertThat(neighbour.call("echo", 1).status()).isEqualTo(200);
    }

    private static byte[] request(byte[] document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ("POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + document.length
                                + "\r\n\r\n")
                        .getBytes(UTF_8));
        out.writeBytes(document);
        return out.toByteArray();
    }
}
