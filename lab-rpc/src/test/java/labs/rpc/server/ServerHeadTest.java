package labs.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import labs.kit.LabTest;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.server.RawHttp.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of requests that real clients send. */
@LabTest
@Timeout(20)
final class ServerHeadTest {
    private static final Duration IDLE = Duration.ofMillis(200);

    private final CountDownLatch gate = new CountDownLatch(1);
    private XmlRpcServer server;

    @BeforeEach
    void start() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.register("ping", (context, method, params) -> "pong");
        dispatcher.register(
                "slow",
                (context, method, params) -> {
                    gate.await();
                    return "done";
                });
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults().with().idleTimeout(IDLE).build(), dispatcher);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost/RPC2, 200",
        "http://localhost:8080/RPC2?x=/, 200",
        "HTTPS://ann@[::1]:8080/RPC2, 200",
        "/RPC2?x=http://localhost/other, 200",
        "http://localhost/other, 404",
        "http://localhost, 404",
        "ftp://localhost/RPC2, 404",
        "*, 404",
    })
    void shouldTakeATargetAsAProxyIsSentIt(String target, int status) throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(ping().replace("POST /RPC2 ", "POST " + target + " "));
            assertThat(http.response().status()).as(target).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "a-pony"})
    void shouldIgnoreAnExpectationOfHttp10(String expectation) throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(old(ping("Expect: " + expectation + "\r\n")));
            assertThat(http.response().value())
                    .as("a server must ignore it there (RFC 9110, 10.1.1)")
                    .isEqualTo("pong");
        }
    }

    @Test
    void shouldStillRefuseAnExpectationThatItCannotMeet() throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(ping("Expect: a-pony\r\n"));
            assertThat(http.response().status()).isEqualTo(417);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, chunked', 501",
        "'identity, chunked', 501",
        "'chunked, gzip', 400", // where does it end?
        "gzip, 400",
        "'chunked, chunked', 400",
    })
    void shouldSayThatItDoesNotKnowATransferCoding(String coding, int status) throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(chunked(coding));
            assertThat(http.response().status())
                    .as("Transfer-Encoding: %s (RFC 9112, 6.1)", coding)
                    .isEqualTo(status);
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void shouldRefuseATransferCodingOfHttp10() throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(old(chunked("chunked")));
            assertThat(http.response().status())
                    .as("its sender cannot know it: where the body ends is anybody's guess")
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "gzip, identity"})
    void shouldSayWhichEncodingItTakes(String encoding) throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(ping("Content-Encoding: " + encoding + "\r\n"));
            Response refusal = http.response();
            assertThat(refusal.status()).isEqualTo(415);
            assertThat(refusal.headers()).containsEntry("accept-encoding", "identity");
            assertThat(http.call("ping").value())
                    .as("the body was read, so the connection is as good as before")
                    .isEqualTo("pong");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void shouldTakeABodyToWhichNothingWasDone(String encoding) throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(ping("Content-Encoding: " + encoding + "\r\n"));
            assertThat(http.response().value()).isEqualTo("pong");
        }
    }

    @Test
    void shouldSayWhichTypeItTakes() throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            http.send(ping().replace("text/xml", "application/json"));
            Response refusal = http.response();
            assertThat(refusal.status()).isEqualTo(415);
            assertThat(refusal.headers()).containsEntry("accept", "text/xml");
        }
    }

    @Test
    void shouldNotTakeAnInterimResponseForTheAnswer() throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            // Behind another one: it is whole, and waits for its turn, when its 100 is sent.
            http.send(ping() + RawHttp.post(RawHttp.document("slow"), "Expect: 100-continue\r\n"));
            assertThat(http.response().value()).isEqualTo("pong");
            assertThat(http.response().status()).isEqualTo(100);
            http.timeout((int) IDLE.multipliedBy(4).toMillis());
            assertThat(http.isClosedByServer())
                    .as("while a call runs, it is the client that waits: no idle timeout")
                    .isFalse();
            http.timeout(10_000);
            gate.countDown();
            assertThat(http.response().value()).isEqualTo("done");
        }
    }

    private static String ping(String... headers) {
        return RawHttp.post(RawHttp.document("ping"), headers);
    }

    private static String old(String request) {
        return request.replace("HTTP/1.1", "HTTP/1.0");
    }

    private static String chunked(String coding) {
        String document = RawHttp.document("ping");
        return "POST /RPC2 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nTransfer-Encoding: "
                + "%s\r\n\r\n%x\r\n%s\r\n0\r\n\r\n".formatted(coding, document.length(), document);
    }
}
