package labs.rpc.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.rpc.server.RawHttp.document;
import static labs.rpc.server.RawHttp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import labs.rpc.dispatch.CallContext;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ServerHttpTest {
    private static final int MAX_BODY = 10_000;
    private static final String HEAD = "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\n";

    private static XmlRpcServer server;

    @BeforeAll
    static void start() {
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults().with().maxBody(MAX_BODY).maxHeader(2_000).build(),
                        ServerHttpTest::handle);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Object handle(CallContext context, String method, List<Object> params) {
        switch (method) {
            case "echo":
                return params.get(0);
            case "context":
                return Map.of("x", context.headers().get("x-trace"), "remote", context.remote());
            case "thread":
                return Thread.currentThread().getName();
            case "fault":
                throw new FaultException(42, "on purpose");
            case "error":
                throw new AssertionError("labs.rpc.Secret");
            default:
                return new Object();
        }
    }

    @Test
    void shouldAnswerACall() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            RawHttp.Response response = client.call("echo", "hé 😀");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().get("content-type")).startsWith("text/xml");
            assertThat(response.value()).isEqualTo("hé 😀");
        }
    }

    @Test
    void shouldAnswerFaultsWithStatus200() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            RawHttp.Response fault = client.call("fault");
            assertThat(fault.status()).as("XML-RPC has its own errors above HTTP").isEqualTo(200);
            assertThat(fault.faultCode()).isEqualTo(42);
        }
    }

    @Test
    void shouldAnswerEvenWhenTheHandlerFailsBadly() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            for (int i = 0; i < 50; i++) { // more than there are workers
                RawHttp.Response response = client.call("error");
                assertThat(response.faultCode()).isEqualTo(FaultCode.INTERNAL_ERROR);
                assertThat(new String(response.body(), UTF_8)).doesNotContain("Secret");
            }
            assertThat(client.call("unwritable").faultCode())
                    .as("a result that XML-RPC cannot carry")
                    .isEqualTo(FaultCode.INTERNAL_ERROR);
        }
    }

    @Test
    void shouldTellTheHandlerOfTheRequest() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send(post(document("context"), "X-Trace: 7\r\n"));
            assertThat(client.response().value())
                    .asInstanceOf(MAP)
                    .as("CallContext has the headers by their names in lower case")
                    .containsEntry("x", "7")
                    .hasEntrySatisfying(
                            "remote", r -> assertThat((String) r).contains("127.0.0.1"));
        }
    }

    @Test
    void shouldRunHandlersOnWorkersAndNotOnTheEventLoop() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            assertThat((String) client.call("thread").value())
                    .as("a handler that blocks an event loop stops every connection of that loop")
                    .startsWith("rpc-worker");
        }
    }

    @Test
    void shouldKeepTheConnectionForTheNextCall() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.call("echo", i).value()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldCloseTheConnectionWhenTheClientAsksForIt() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send(post(document("echo", 1), "Connection: close\r\n"));
            RawHttp.Response response = client.response();
            assertThat(response.value()).isEqualTo(1);
            assertThat(response.headers()).containsEntry("connection", "close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldServeHttp10() throws IOException {
        String old = post(document("echo", 1)).replace("HTTP/1.1", "HTTP/1.0");
        try (RawHttp client = new RawHttp(server)) {
            client.send(old.replace("Host: localhost", "Connection: keep-alive"));
            RawHttp.Response response = client.response();
            assertThat(response.value()).isEqualTo(1);
            assertThat(response.headers().get("connection"))
                    .as("HTTP/1.0 keeps a connection only where both sides say so")
                    .isEqualToIgnoringCase("keep-alive");
            client.send(old);
            assertThat(client.response().value()).isEqualTo(1);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldReadABodyInChunks() throws IOException {
        String document = document("echo", "x".repeat(3_000));
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < document.length(); i += 700) {
            String chunk = document.substring(i, Math.min(document.length(), i + 700));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        try (RawHttp client = new RawHttp(server)) {
            client.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
            assertThat(client.response().value()).isEqualTo("x".repeat(3_000));
            assertThat(client.call("echo", 2).value()).isEqualTo(2);
        }
    }

    @Test
    void shouldReadARequestThatComesByteByByte() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            for (byte b : post(document("echo", "ü😀")).getBytes(UTF_8)) {
                client.send(new byte[] {b});
            }
            assertThat(client.response().value()).isEqualTo("ü😀");
        }
    }

    @Test
    void shouldInviteTheBodyOfAClientThatWaitsFor100Continue() throws IOException {
        String request = post(document("echo", 1), "Expect: 100-continue\r\n");
        int body = request.indexOf("\r\n\r\n") + 4;
        try (RawHttp client = new RawHttp(server)) {
            for (int i = 0; i < 2; i++) {
                client.send(request.substring(0, body));
                assertThat(client.response().status()).isEqualTo(100);
                client.send(request.substring(body));
                assertThat(client.response().value()).isEqualTo(1);
            }
        }
    }

    static Stream<Arguments> refused() {
        String small = document("echo", 1);
        String length = "Content-Length: ";
        return Stream.of(
                Arguments.of(405, "GET /RPC2 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                Arguments.of(404, post(small).replace("/RPC2", "/")),
                Arguments.of(404, post(small).replace("/RPC2", "/RPC2/more")),
                Arguments.of(415, post(small).replace("text/xml", "application/json")),
                Arguments.of(413, HEAD + length + (MAX_BODY + 1) + "\r\n\r\n"),
                Arguments.of(413, HEAD + length + "99999999999\r\n\r\n"),
                Arguments.of(
                        413,
                        HEAD + "Expect: 100-continue\r\n" + length + (MAX_BODY + 1) + "\r\n\r\n"),
                Arguments.of(417, HEAD + "Expect: miracles\r\n" + length + "1\r\n\r\n"),
                Arguments.of(
                        413,
                        HEAD
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("3e8\r\n" + "x".repeat(1000) + "\r\n").repeat(11)),
                Arguments.of(431, HEAD + "X-Long: " + "x".repeat(3_000) + "\r\n\r\n"),
                Arguments.of(414, "POST /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n"),
                Arguments.of(400, "this is no HTTP at all\r\n\r\n"),
                Arguments.of(400, HEAD + length + "-1\r\n\r\n"),
                Arguments.of(400, HEAD + "Transfer-Encoding: chunked\r\n\r\nnot hex\r\n"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldRefuseOnTheHeadOfTheRequestAndClose(int status, String request) throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send(request);
            RawHttp.Response response = client.response();
            assertThat(response.status())
                    .as("see HttpRules and RequestCollector; the request began %.60s", request)
                    .isEqualTo(status);
            assertThat(response.headers())
                    .as("its body was not read")
                    .containsEntry("connection", "close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldSayWhichMethodIsAllowed() throws IOException {
        try (RawHttp client = new RawHttp(server)) {
            client.send("GET /RPC2 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().headers()).containsEntry("allow", "POST");
        }
    }

    @Test
    void shouldBeLenientWithContentTypes() throws IOException {
        String request = post(document("echo", 1));
        try (RawHttp client = new RawHttp(server)) {
            for (String type :
                    List.of(
                            "Content-Type: application/xml\r\n",
                            "Content-Type: Text/XML; charset=\"utf-8\"\r\n",
                            "")) {
                client.send(request.replace("Content-Type: text/xml\r\n", type));
                assertThat(client.response().status())
                        .as("old clients send \"%s\"", type)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void shouldTakeABodyOfExactlyTheLimit() throws IOException {
        int around = document("echo", "").length();
        try (RawHttp client = new RawHttp(server)) {
            assertThat(client.call("echo", "x".repeat(MAX_BODY - around)).status()).isEqualTo(200);
            client.send(post(document("echo", "x".repeat(MAX_BODY - around + 1))));
            assertThat(client.response().status()).isEqualTo(413);
        }
    }

    @Test
    void shouldSayThatAPortIsTaken() {
        ServerOptions same = ServerOptions.defaults().with().port(server.port()).build();
        assertThatThrownBy(() -> XmlRpcServer.start(same, ServerHttpTest::handle))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(server.port()));
    }
}
