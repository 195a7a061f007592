package labs.rpc.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.rpc.client.ScriptedServer.one;
import static labs.rpc.client.ScriptedServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import labs.kit.Direction;
import labs.kit.Fault;
import labs.kit.FaultProxy;
import labs.kit.LabTest;
import labs.kit.Schedule;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@LabTest
@Timeout(20)
final class ClientFailureTest {
    private BankServer server;
    private FaultProxy network;

    @BeforeEach
    void start() {
        server = new BankServer();
        network = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() {
        network.close();
        server.close();
    }

    @Test
    void shouldSayThatACallDidNotRunWhenNobodyListens() {
        network.refuse();
        try (var client = open(to(network.port()).attempts(2))) {
            assertThatThrownBy(() -> client.call("echo", 1))
                    .isInstanceOf(NotRunException.class)
                    .hasMessageContaining("127.0.0.1:" + network.port());
        }
    }

    @Test
    void shouldGoOnTryingWhileConnectionsAreRefused() {
        network.refuse();
        network.play(
                new Schedule(List.of(new Schedule.Step(Duration.ofMillis(100), new Fault.Heal()))));
        try (var client = open(to(network.port()).attempts(50).backoff(Duration.ofMillis(5)))) {
            Bank bank = client.proxy("bank", Bank.class);
            assertThat(bank.transfer("bob", "ann", 1))
                    .as("a refused connection carried nothing: even a transfer may be tried again")
                    .isEqualTo(6);
        }
        assertThat(server.calls()).isEqualTo(1);
    }

    @Test
    void shouldNotRepeatACallThatMayHaveRun() {
        network.loseReplies(1);
        try (var client = open(to(network.port()))) {
            Bank bank = client.proxy("bank", Bank.class);
            assertThatThrownBy(() -> bank.transfer("bob", "ann", 1))
                    .as(
                            "the request was sent, the reply lost: the client must say that it does not know")
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(bank.balance("bob")).isEqualTo(6);
        }
        assertThat(server.calls()).as("one transfer, one balance").isEqualTo(2);
    }

    @Test
    void shouldRepeatAnIdempotentCallThatMayHaveRun() {
        network.loseReplies(2);
        try (var client = open(to(network.port()).attempts(3))) {
            assertThat(client.proxy("bank", Bank.class).balance("bob"))
                    .as("@Idempotent: two replies are lost, the third attempt gets through")
                    .isEqualTo(7);
        }
        assertThat(server.calls()).isEqualTo(3);
    }

    @Test
    void shouldNotRepeatForEver() {
        network.loseReplies(1_000);
        try (var client = open(to(network.port()).attempts(3))) {
            Bank bank = client.proxy("bank", Bank.class);
            assertThatThrownBy(() -> bank.balance("bob"))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(server.calls()).isEqualTo(3);
    }

    @Test
    void shouldGiveUpWhenTheCallTimeoutIsOver() {
        network.blackHole(Direction.TO_CLIENT);
        try (var client = open(to(network.port()).callTimeout(Duration.ofMillis(500)))) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.call("echo", 1))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(490));
        }
    }

    @Test
    void shouldKeepTheTimeoutForAllAttemptsTogether() {
        network.blackHole(Direction.TO_CLIENT);
        Duration timeout = Duration.ofMillis(500);
        try (var client = open(to(network.port()).callTimeout(timeout).attempts(100))) {
            Bank bank = client.proxy("bank", Bank.class);
            long start = System.nanoTime();
            assertThatThrownBy(() -> bank.balance("bob"))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("callTimeout bounds the call, not each attempt")
                    .isLessThan(timeout.multipliedBy(50));
        }
    }

    @Test
    void shouldNotTakeALateResponseForThatOfTheNextCall() throws Exception {
        ClientOptions options = to(network.port()).attempts(1).build();
        try (Connector connector = new Connector(options)) {
            Attempts one = new Attempts(options, connector, new ConnectionPool(connector, 1));
            one.send(echo("warm up", 10_000)).get(10, TimeUnit.SECONDS);
            network.blackHole(Direction.TO_CLIENT);
            assertThat(one.send(echo("first", 200)))
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OutcomeUnknownException.class);
            CompletableFuture<Response> second = one.send(echo("second", 10_000));
            await().until(() -> server.calls() >= 3);
            network.heal(); // now the response to "first" arrives, too
            assertThat(new String(second.get(10, TimeUnit.SECONDS).body(), UTF_8))
                    .as("a connection on which a call timed out must be closed, never used again")
                    .contains("second");
        }
    }

    private static Request echo(String text, int millis) {
        byte[] body = MessageCodec.encode(new MethodCall("echo", List.of(text)));
        return new Request(body, Map.of(), false, inMillis(millis));
    }

    private static long inMillis(int millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void shouldConnectAnewWhenThePooledConnectionWasClosed() {
        // Answers, and hangs up like a server whose idle timeout is over.
        try (var scripted =
                        new ScriptedServer(
                                socket -> {
                                    ScriptedServer.send(socket, response("200 OK", "", one()));
                                    socket.shutdownOutput();
                                });
                var client = open(to(scripted.port()).attempts(1))) {
            for (int i = 1; i <= 3; i++) {
                int calls = i;
                assertThat(client.call("any")).isEqualTo(1);
                await().untilAsserted(
                                () ->
                                        assertThat(scripted.hangUps())
                                                .as("connections that the client closed in turn")
                                                .isEqualTo(calls));
            }
            assertThat(scripted.connections()).isEqualTo(3);
        }
    }

    @Test
    void shouldKnowThatNothingWasSentOnAClosedConnection() throws Exception {
        try (Connector connector = new Connector(to(server.port()).build())) {
            Connection connection = connector.connect(any -> {}).get(5, TimeUnit.SECONDS);
            connection.close();
            await().until(() -> !connection.isUsable());
            assertThat(connection.exchange(echo("x", 5_000)))
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(NotRunException.class);
        }
        assertThat(server.calls()).isZero();
    }

    @Test
    void shouldNotReuseAConnectionThatTheServerWillClose() {
        String last = response("200 OK", "Connection: close\r\n", one());
        try (var scripted = ScriptedServer.answering(last);
                var client = open(to(scripted.port()).attempts(1))) {
            client.call("any");
            client.call("any");
            assertThat(scripted.connections()).as("connections for 2 calls").isEqualTo(2);
        }
    }

    @Test
    void shouldNotReuseAConnectionThatWasIdleTooLong() {
        try (var client = open(to(network.port()).maxIdle(Duration.ofMillis(20)))) {
            client.call("echo", 1);
            await().pollDelay(Duration.ofMillis(30)).until(() -> true);
            client.call("echo", 2);
            assertThat(network.traffic().connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldLeaveTheLineWhenTheCallTimeoutIsOver() throws Exception {
        try (var client =
                open(
                        to(network.port())
                                .maxConnections(1)
                                .attempts(1)
                                .callTimeout(Duration.ofMillis(1_200)))) {
            CompletableFuture<Object> first = client.callAsync("slow.wait");
            await().until(() -> server.calls() == 1);
            CompletableFuture<Object> second = client.callAsync("echo", "never sent");
            assertThat(first).failsWithin(5, TimeUnit.SECONDS);
            // The connection is free again about when the second gives up: either it was sent, or
            // it was not, but the line behind it must move on.
            second.handle((value, failure) -> null).get(5, TimeUnit.SECONDS);
            server.openGate();
            assertThat(client.call("echo", "third"))
                    .as("the only connection must come back to the pool, whatever happened to it")
                    .isEqualTo("third");
        }
    }

    @Test
    void shouldSayThatACallInLineDidNotRun() throws Exception {
        ClientOptions options = to(server.port()).build();
        try (Connector connector = new Connector(options)) {
            ConnectionPool pool = new ConnectionPool(connector, 1);
            Connection only = pool.acquire().get(5, TimeUnit.SECONDS);
            assertThat(new Attempts(options, connector, pool).send(echo("x", 50)))
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(NotRunException.class);
            pool.release(only);
            assertThat(pool.acquire())
                    .as("a caller that gave up must not swallow the connection")
                    .isCompletedWithValue(only);
        }
    }

    @ParameterizedTest(name = "{0} means {1}, after {2} attempts")
    @CsvSource({
        "503 Service Unavailable, NotRunException, 3",
        "401 Unauthorized, NotRunException, 1",
        "413 Content Too Large, NotRunException, 1",
        "500 Internal Server Error, OutcomeUnknownException, 1",
    })
    void shouldReadTheHttpStatus(String status, String exception, int attempts) {
        try (var scripted = ScriptedServer.answering(response(status, "", "sorry"));
                var client = open(to(scripted.port()).attempts(3))) {
            assertThatThrownBy(() -> client.call("any"))
                    .hasMessageContaining(status.substring(0, 3))
                    .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(exception));
            assertThat(scripted.requests()).isEqualTo(attempts);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\ngarbage",
                "HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n",
            })
    void shouldNotBelieveAResponseThatMakesNoSense(String response) {
        try (var scripted = ScriptedServer.answering(response);
                var client = open(to(scripted.port()).callTimeout(Duration.ofSeconds(3)))) {
            assertThatThrownBy(() -> client.call("any"))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(scripted.requests()).isEqualTo(1);
        }
    }

    @Test
    void shouldFailCallsInProgressWhenTheClientIsClosed() {
        XmlRpcClient client = open(to(network.port()));
        CompletableFuture<Object> call = client.callAsync("slow.wait");
        await().until(() -> server.calls() == 1);
        client.close();
        assertThat(call)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> client.call("echo", 1)).isInstanceOf(IllegalStateException.class);
    }

    private static ClientOptions.Builder to(int port) {
        return ClientOptions.to("127.0.0.1", port);
    }

    private static XmlRpcClient open(ClientOptions.Builder options) {
        return XmlRpcClient.open(options.build());
    }
}
