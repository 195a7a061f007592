package labs.rpc.around;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import labs.kit.LabTest;
import labs.rpc.client.ClientOptions;
import labs.rpc.client.NotRunException;
import labs.rpc.client.OutcomeUnknownException;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import labs.rpc.value.BadValueException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch at servers that answer a multicall in their own way. */
@LabTest
@Timeout(20)
final class BatchTest {
    private volatile Object answer; // what the server says to any multicall
    private XmlRpcServer server;
    private XmlRpcClient client;
    private Batch batch;

    @BeforeEach
    void start() {
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults(), (context, method, params) -> answered());
        client = XmlRpcClient.to("127.0.0.1", server.port());
        batch = new Batch(client);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private Object answered() {
        if (answer instanceof FaultException fault) {
            throw fault;
        }
        return answer;
    }

    @Test
    void shouldReadBareValuesAsSupervisordSendsThem() {
        answer = Arrays.asList("RUNNING", List.of(1), Map.of("pid", 7), null, fault(10));
        List<CompletableFuture<Object>> results = add(5);
        batch.send();
        assertThat(results.get(0)).isCompletedWithValue("RUNNING");
        assertThat(results.get(1))
                .as("the others are bare, so this list of one is the value itself")
                .isCompletedWithValue(List.of(1));
        assertThat(results.get(2)).isCompletedWithValue(Map.of("pid", 7));
        assertThat(results.get(3)).isCompletedWithValue(null);
        assertThat(failure(results.get(4))).isInstanceOf(FaultException.class);
    }

    static Stream<Object> codes() {
        return Stream.of(42L, "42", 42.0);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void shouldReadTheCodeOfAFaultInWhateverTypeItComes(Object code) {
        answer = List.of(fault(code), List.of(1));
        List<CompletableFuture<Object>> results = add(2);
        batch.send();
        assertThat(failure(results.get(0)))
                .isInstanceOfSatisfying(
                        FaultException.class, fault -> assertThat(fault.code()).isEqualTo(42))
                .hasMessage("as you wish");
        assertThat(results.get(1)).isCompletedWithValue(1);
    }

    @Test
    void shouldBreakEveryPromiseWhenTheWholeIsAnsweredWithAFault() {
        answer = new FaultException(-32601, "no system.multicall here");
        List<CompletableFuture<Object>> results = add(2);
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> batch.send())
                .withMessage("no system.multicall here");
        for (CompletableFuture<Object> result : results) {
            assertThat(failure(result)).isInstanceOf(FaultException.class);
        }
    }

    static Stream<Object> unfitting() {
        return Stream.of(
                List.of(),
                List.of(List.of(1)),
                List.of(List.of(1), List.of(2), List.of(3)),
                "twice yes",
                Map.of("faultCode", 1, "faultString", "bare"));
    }

    @ParameterizedTest
    @MethodSource("unfitting")
    void shouldBreakEveryPromiseWhenTheAnswersDoNotMatchTheCalls(Object given) {
        answer = given;
        List<CompletableFuture<Object>> results = add(2);
        assertThatExceptionOfType(OutcomeUnknownException.class)
                .as("which answer belongs to which call?")
                .isThrownBy(() -> batch.send())
                .withMessageContaining("2 calls");
        for (CompletableFuture<Object> result : results) {
            assertThat(failure(result)).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void shouldBreakEveryPromiseWhenNobodyListens() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        var options = ClientOptions.to("127.0.0.1", nobody).attempts(1).build();
        try (XmlRpcClient alone = XmlRpcClient.open(options)) {
            Batch lost = new Batch(alone);
            CompletableFuture<Object> result = lost.add("any");
            assertThatExceptionOfType(NotRunException.class).isThrownBy(lost::send);
            assertThat(failure(result)).isInstanceOf(NotRunException.class);
        }
    }

    @Test
    void shouldBreakEveryPromiseWhenAParameterCannotBeCarried() {
        CompletableFuture<Object> result = batch.add("any", new Object());
        assertThatExceptionOfType(BadValueException.class).isThrownBy(() -> batch.send());
        assertThat(failure(result)).isInstanceOf(BadValueException.class);
    }

    @Test
    void shouldBeSentOnce() {
        answer = List.of(List.of(1));
        add(1);
        batch.send();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> batch.send());
        assertThatExceptionOfType(IllegalStateException.class)
                .as("a promise that nobody would keep")
                .isThrownBy(() -> batch.add("late"));
    }

    private List<CompletableFuture<Object>> add(int count) {
        return Stream.generate(() -> batch.add("any")).limit(count).toList();
    }

    private static Map<String, Object> fault(Object code) {
        return Map.of("faultCode", code, "faultString", "as you wish");
    }

    private static Throwable failure(CompletableFuture<Object> result) {
        assertThat(result).as("every promise is kept or broken when send() ends").isDone();
        return catchThrowable(result::join).getCause();
    }
}
