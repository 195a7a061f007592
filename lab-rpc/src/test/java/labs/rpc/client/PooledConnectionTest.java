package labs.rpc.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static labs.rpc.client.ScriptedServer.one;
import static labs.rpc.client.ScriptedServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that may hold an unread answer must not carry the next call: it would get it. */
@LabTest
@Timeout(20)
final class PooledConnectionTest {
    private static final String EARLY = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";

    private ScriptedServer server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\nX-Step: 1\r\n\r\n",
                EARLY,
                EARLY + EARLY + "HTTP/1.1 199 What\r\n\r\n"
            })
    void shouldWaitForTheAnswerBehindAnInterimResponse(String interim) {
        try (var scripted = counting(interim, "");
                var client = open(to(scripted.port()))) {
            assertThat(client.call("a"))
                    .as("a response with a status below 200 is none yet (RFC 9110, 15.2)")
                    .isEqualTo(1);
            assertThat(client.call("b")).as("and not the answer to a").isEqualTo(2);
            assertThat(scripted.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldCallOurOwnServerWithAnExpectation() {
        try (var bank = new BankServer();
                var client = open(to(bank.port()).header("Expect", "100-continue"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.call("echo", i)).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold", "HTTP/1.1 2", "x"})
    void shouldNotUseAConnectionAgainWithMoreBehindTheAnswer(String more) {
        try (var scripted = counting("", more);
                var client = open(to(scripted.port()))) {
            for (int i = 1; i <= 3; i++) {
                assertThat(client.call("any"))
                        .as("what comes behind an answer is not that to the next call")
                        .isEqualTo(i);
            }
        }
    }

    @Test
    void shouldCloseAConnectionOnWhichBytesComeThatNobodyAskedFor() {
        try (var scripted =
                        new ScriptedServer(
                                socket -> {
                                    ScriptedServer.send(socket, response("200 OK", "", one()));
                                    ScriptedServer.send(socket, response("408 Too late", "", ""));
                                });
                var client = open(to(scripted.port()))) {
            assertThat(client.call("any")).isEqualTo(1);
            await().untilAsserted(
                            () ->
                                    assertThat(scripted.hangUps())
                                            .as("connections that the client closed")
                                            .isEqualTo(1));
            assertThat(client.call("any")).isEqualTo(1);
        }
    }

    @Test
    void shouldNotSpeakAnotherProtocolThanItAskedFor() {
        try (var scripted =
                        ScriptedServer.answering(
                                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n");
                var client = open(to(scripted.port()))) {
            assertThatExceptionOfType(OutcomeUnknownException.class)
                    .isThrownBy(() -> client.call("any"))
                    .withMessageContaining("101");
            await().until(() -> scripted.hangUps() == 1);
        }
    }

    /** Answers when it has seen the first byte, and reads no further. */
    @Test
    void shouldNotUseAConnectionAgainOnWhichTheRequestIsStillOnItsWay() throws IOException {
        try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = open(to(listener.getLocalPort()).maxConnections(1))) {
            listener.setSoTimeout(10_000);
            CompletableFuture<Object> large = client.callAsync("any", "x".repeat(8 << 20));
            try (Socket first = listener.accept()) {
                first.getInputStream().read();
                ScriptedServer.send(first, response("200 OK", "", one()));
                assertThat(large).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1);
                CompletableFuture<Object> small = client.callAsync("any");
                try (Socket second = listener.accept()) {
                    second.getInputStream().read();
                    ScriptedServer.send(second, response("200 OK", "", one()));
                    assertThat(small).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1);
                }
            }
        }
    }

    /** The end of the connection is the end of the answer; who waits must not get it. */
    @Test
    void shouldGiveWhoWaitsANewConnectionWhenAnAnswerEndsTheOld() {
        try (var scripted =
                        new ScriptedServer(
                                socket -> {
                                    ScriptedServer.send(socket, "HTTP/1.1 200 OK\r\n\r\n" + one());
                                    socket.shutdownOutput();
                                });
                var client = open(to(scripted.port()).maxConnections(1))) {
            var calls = java.util.stream.Stream.generate(() -> client.callAsync("any")).limit(5);
            for (CompletableFuture<Object> call : calls.toList()) {
                assertThat(call).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldUseEachConnectionOnceWhenNoneMayBeIdle() {
        try (var scripted = ScriptedServer.answering(response("200 OK", "", one()));
                var client = open(to(scripted.port()).maxIdle(Duration.ZERO))) {
            client.call("any");
            client.call("any");
            assertThat(scripted.connections()).isEqualTo(2);
            assertThat(scripted.head()).contains("connection: close");
            await().until(() -> scripted.hangUps() == 2);
        }
    }

    @Test
    void shouldCloseTheConnectionWhenTheCallerSaidSo() {
        try (var scripted = ScriptedServer.answering(response("200 OK", "", one()));
                var client = open(to(scripted.port()).header("Connection", "close"))) {
            client.call("any");
            client.call("any");
            assertThat(scripted.connections())
                    .as("the server leaves it open, but was told that nothing follows")
                    .isEqualTo(2);
        }
    }

    /** Answers the nth request with n, between what comes before and behind it. */
    private ScriptedServer counting(String before, String behind) {
        server =
                new ScriptedServer(
                        socket -> {
                            String body = one().replace(">1<", ">" + server.requests() + "<");
                            String answer = before + response("200 OK", "", body) + behind;
                            socket.getOutputStream().write(answer.getBytes(US_ASCII));
                        });
        return server;
    }

    private static ClientOptions.Builder to(int port) {
        return ClientOptions.to("127.0.0.1", port).attempts(1).callTimeout(Duration.ofSeconds(10));
    }

    private static XmlRpcClient open(ClientOptions.Builder options) {
        return XmlRpcClient.open(options.build());
    }
}
