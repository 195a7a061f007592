package labs.rpc.client;

import static labs.rpc.client.ScriptedServer.one;
import static labs.rpc.client.ScriptedServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.CookieManager;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.rpc.message.FaultException;
import labs.rpc.value.DateReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client makes of the responses of servers that nobody here wrote. */
@LabTest
@Timeout(20)
final class ClientResponseTest {
    private static final String FAULT =
            "<methodResponse><fault><value><struct><member><name>faultCode</name><value><i8>403</i8>"
                    + "</value></member><member><name>faultString</name><value>not you</value>"
                    + "</member></struct></value></fault></methodResponse>";

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "400 Bad Request", "403 Forbidden", "500 Server Error"})
    void shouldThrowAFaultWhateverTheStatusIs(String status) {
        try (var server = ScriptedServer.answering(response(status, "", FAULT));
                var client = open(to(server))) {
            assertThatExceptionOfType(FaultException.class)
                    .isThrownBy(() -> client.call("any"))
                    .withMessage("not you")
                    .satisfies(fault -> assertThat(fault.code()).isEqualTo(403));
        }
    }

    @Test
    void shouldTryABusyServerAgainThoughItSaysSoInAFault() {
        try (var server = ScriptedServer.answering(response("503 Busy", "", FAULT));
                var client = open(to(server).attempts(3))) {
            assertThatExceptionOfType(NotRunException.class)
                    .isThrownBy(() -> client.call("any"))
                    .withMessageContaining("not you");
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void shouldTakeAFaultThatMakesNoSenseForARefusal() {
        String fault = FAULT.replace("<i8>403</i8>", "<int>E_PERM</int>");
        try (var server = ScriptedServer.answering(response("200 OK", "", fault));
                var client = open(to(server))) {
            assertThatExceptionOfType(FaultException.class)
                    .isThrownBy(() -> client.call("any"))
                    .withMessageContaining("not you")
                    .withMessageContaining("E_PERM");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH_9.6\r\n', SSH-2.0-OpenSSH_9.6",
        "'\u0015\u0003\u0001', 'the server speaks TLS'",
        "'HTTP/1.1 200 OK\r\n\r\n', it has no body",
        "'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', it has no body",
        "'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Log in', '\"<html>Log in\"'",
        "'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Log in', text/html",
        "'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxyz', encoded as br",
        "'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nxyz', 'within its answer, after 42 bytes'",
        "'HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nxyz', 'larger than maxResponse, 1000 bytes'",
        "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', is no HTTP",
        "'HTTP/1.1 502 Bad Gateway\r\n\r\nupstream timed out', upstream timed out",
        "'HTTP/1.1 204 No Content\r\n\r\n', 204 No Content",
        "'', closed the connection without an answer",
    })
    void shouldSayWhatWasWrongOnTheWire(String answer, String expected) {
        try (var server =
                        new ScriptedServer(
                                socket -> {
                                    ScriptedServer.send(socket, answer);
                                    socket.shutdownOutput();
                                });
                var client = open(to(server).maxResponse(1000))) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .as(answer)
                    .isThrownBy(() -> client.call("any"))
                    .withMessageContaining(expected);
        }
    }

    @Test
    void shouldGiveTheHeadersWithTheValue() throws Exception {
        String headers = "X-Rate-Limit: 7\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n";
        try (var server = ScriptedServer.answering(response("200 OK", headers, one()));
                var client = open(to(server))) {
            Answer answer = client.exchange(Call.of("any")).get(10, TimeUnit.SECONDS);
            assertThat(answer.value()).isEqualTo(1);
            assertThat(answer.headers().get("x-rate-limit")).containsExactly("7");
            assertThat(answer.headers().get("SET-COOKIE")).containsExactly("a=1", "b=2");
        }
    }

    @Test
    void shouldSendTheCookiesBack() {
        String cookie = "Set-Cookie: session=42; Path=/; HttpOnly\r\n";
        try (var server = ScriptedServer.answering(response("200 OK", cookie, one()));
                var client = open(to(server).cookies(new CookieManager()))) {
            client.call("any");
            assertThat(server.head()).doesNotContain("cookie");
            client.call("any");
            assertThat(server.head()).contains("cookie: session=42");
        }
    }

    @Test
    void shouldReadDatesByTheReaderOfItsOptions() {
        String date = one().replace("<int>1</int>", "<dateTime.iso8601>%s</dateTime.iso8601>");
        String odd = response("200 OK", "", date.formatted("17/07/1998"));
        try (var server = ScriptedServer.answering(odd);
                var lenient = open(to(server));
                var own = open(to(server).dates(text -> "on " + text))) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> lenient.call("any"));
            assertThat(own.call("any")).isEqualTo("on 17/07/1998");
        }
        String zone = response("200 OK", "", date.formatted("19980717T14:08:55Z"));
        try (var server = ScriptedServer.answering(zone);
                var lenient = open(to(server));
                var strict = open(to(server).dates(DateReader.STRICT))) {
            assertThat(lenient.call("any")).isEqualTo(LocalDateTime.of(1998, 7, 17, 14, 8, 55));
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> strict.call("any"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void shouldFollowARedirectionOnlyWhenItMay(int status) {
        try (var there = ScriptedServer.answering(response("200 OK", "", one()));
                var here = redirecting(status, "http://localhost:" + there.port() + "/new");
                var obedient = open(to(here).redirects(1).header("Authorization", "Basic eA=="));
                var steady = open(to(here))) {
            assertThat(obedient.call("any")).isEqualTo(1);
            assertThat(there.head())
                    .contains("post /new")
                    .as("a password is for the host that it was given for")
                    .doesNotContain("authorization");
            assertThatExceptionOfType(NotRunException.class)
                    .as("a redirection says that the call did not run")
                    .isThrownBy(() -> steady.call("any"))
                    .withMessageContaining("localhost:" + there.port() + "/new");
            assertThat(there.requests()).isEqualTo(1);
        }
    }

    @Test
    void shouldFollowARedirectionOnTheSameHostWithItsHeaders() throws IOException {
        try (var here =
                        new ScriptedServer(
                                new ScriptedServer.Script() {
                                    private int requests; // by the only connection

                                    @Override
                                    public void answer(java.net.Socket client) throws IOException {
                                        boolean first = requests++ == 0;
                                        String moved = "Location: /moved\r\n";
                                        ScriptedServer.send(
                                                client,
                                                first
                                                        ? response("308 Moved", moved, "")
                                                        : response("200 OK", "", one()));
                                    }
                                });
                var client = open(to(here).redirects(1).header("Authorization", "Basic eA=="))) {
            Call call = new Call("any", List.of(), Map.of("Cookie", "a=1"), false);
            assertThat(client.send(call)).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1);
            assertThat(here.head()).contains("post /moved", "authorization", "cookie: a=1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/round", "ftp://localhost/", "http://", "not an address %%"})
    void shouldNotFollowForEverNorAnywhere(String location) {
        try (var here = redirecting(307, location);
                var client = open(to(here).redirects(5))) {
            assertThatExceptionOfType(NotRunException.class)
                    .isThrownBy(() -> client.call("any"))
                    .withMessageContaining(location);
            assertThat(here.requests()).isLessThanOrEqualTo(6);
        }
    }

    private static ScriptedServer redirecting(int status, String location) {
        return ScriptedServer.answering(
                response(status + " Elsewhere", "Location: " + location + "\r\n", "moved"));
    }

    private static ClientOptions.Builder to(ScriptedServer server) {
        return ClientOptions.to("127.0.0.1", server.port())
                .attempts(1)
                .callTimeout(Duration.ofSeconds(10));
    }

    private static XmlRpcClient open(ClientOptions.Builder options) {
        return XmlRpcClient.open(options.build());
    }
}
