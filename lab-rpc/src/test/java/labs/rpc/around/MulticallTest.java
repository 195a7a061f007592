package labs.rpc.around;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.CallContext;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class MulticallTest {
    private final AtomicInteger requests = new AtomicInteger();
    private XmlRpcServer server;
    private XmlRpcClient client;

    @BeforeEach
    void start() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.register("echo", (context, method, params) -> params.get(0));
        dispatcher.register(
                "fail",
                (context, method, params) -> {
                    throw new FaultException(42, "as you wish");
                });
        dispatcher.register(
                "crash",
                (context, method, params) -> {
                    throw new IllegalStateException("secret of the server");
                });
        dispatcher.register("unwritable", (context, method, params) -> deep(params.get(0)));
        dispatcher.register(
                "overflow",
                (context, method, params) -> {
                    throw new OutOfMemoryError("thrown by a test");
                });
        Multicall.addTo(dispatcher);
        server =
                XmlRpcServer.start(
                        ServerOptions.defaults(),
                        (context, method, params) -> {
                            requests.incrementAndGet();
                            return dispatcher.call(context, method, params);
                        });
        client = XmlRpcClient.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void shouldMakeManyCallsInOneRequest() throws Exception {
        Batch batch = new Batch(client);
        List<CompletableFuture<Object>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            results.add(batch.add("echo", i));
        }
        batch.send();
        for (int i = 0; i < 100; i++) {
            assertThat(results.get(i).get(1, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(requests).as("HTTP requests for 100 calls").hasValue(1);
    }

    @Test
    void shouldAnswerInTheFormThatOthersUnderstand() {
        assertThat(multicall(call("echo", "a"), call("fail")))
                .as("a value is wrapped in an array of one; a fault is a struct of two")
                .isEqualTo(
                        List.of(
                                List.of("a"),
                                Map.of("faultCode", 42, "faultString", "as you wish")));
    }

    @Test
    void shouldGoOnAfterACallThatFails() throws Exception {
        Batch batch = new Batch(client);
        CompletableFuture<Object> before = batch.add("echo", 1);
        CompletableFuture<Object> failing = batch.add("fail");
        CompletableFuture<Object> missing = batch.add("no.such.method");
        CompletableFuture<Object> after = batch.add("echo", 2);
        batch.send();
        assertThat(before.get(1, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(after.get(1, TimeUnit.SECONDS)).isEqualTo(2);
        assertFault(failing, 42);
        assertFault(missing, FaultCode.METHOD_NOT_FOUND);
    }

    @Test
    void shouldNotLoseTheOthersToAResultThatCannotBeWritten() {
        List<?> answers =
                multicall(
                        call("echo", 1),
                        call("unwritable", 0),
                        call("unwritable", 62),
                        call("overflow"),
                        call("echo", 2));
        assertThat(answers.get(0)).isEqualTo(List.of(1));
        assertThat(answers.get(4)).isEqualTo(List.of(2));
        for (Object answer : answers.subList(1, 4)) {
            assertThat(answer).isInstanceOf(Map.class);
        }
    }

    /** A list in a list …, too deep within a multicall, or a value that no list makes better. */
    private static Object deep(Object levels) {
        Object value = levels.equals(0) ? new Object() : 1;
        for (int i = 0; i < (int) levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void shouldCarryNil() throws Exception {
        Batch batch = new Batch(client);
        CompletableFuture<Object> nil = batch.add("echo", new Object[] {null});
        batch.send();
        assertThat(nil.get(1, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void shouldTellNothingOfAnExceptionInside() {
        Map<?, ?> fault = (Map<?, ?>) multicall(call("crash")).get(0);
        assertThat(fault.get("faultCode")).isEqualTo(FaultCode.APPLICATION_ERROR);
        assertThat(fault.toString()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void shouldTellNothingOfAnExceptionWhateverHandlerIsBehindIt() {
        Dispatcher dispatcher = new Dispatcher();
        Multicall.addTo(
                dispatcher,
                (context, method, params) -> {
                    throw new java.io.IOException("secret of the server");
                });
        Object answers =
                dispatcher.call(
                        CallContext.LOCAL, Multicall.NAME, List.of(List.of(call("anything"))));
        assertThat(answers.toString())
                .contains(Integer.toString(FaultCode.APPLICATION_ERROR))
                .doesNotContain("secret");
    }

    @Test
    void shouldAnswerACallThatIsNoneWithAFaultOfItsOwn() {
        List<?> answers =
                multicall(
                        "no struct",
                        Map.of("methodName", "echo"),
                        Map.of("params", List.of(1)),
                        Map.of("methodName", 7, "params", List.of()),
                        call("echo", "still here"));
        assertThat(answers).hasSize(5);
        for (Object answer : answers.subList(0, 4)) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Map.class,
                            fault ->
                                    assertThat(fault.get("faultCode"))
                                            .isEqualTo(FaultCode.INVALID_PARAMS));
        }
        assertThat(answers.get(4)).isEqualTo(List.of("still here"));
    }

    @Test
    void shouldNotNest() {
        List<?> answers = multicall(call(Multicall.NAME, List.of(call("echo", 1))));
        assertThat(answers.get(0))
                .as("a multicall in a multicall gets around every bound")
                .isInstanceOf(Map.class);
    }

    @Test
    void shouldBoundTheNumberOfCalls() {
        Object[] many = Collections.nCopies(Multicall.MAX_CALLS + 1, call("echo", 1)).toArray();
        assertThatThrownBy(() -> multicall(many))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.code()).isEqualTo(FaultCode.INVALID_PARAMS));
    }

    @Test
    void shouldRefuseParametersThatAreNoListOfCalls() {
        for (Object params : List.of("echo", 7, Map.of())) {
            assertThatThrownBy(() -> client.call(Multicall.NAME, params))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.code()).isEqualTo(FaultCode.INVALID_PARAMS));
        }
    }

    private List<?> multicall(Object... calls) {
        return (List<?>) client.call(Multicall.NAME, Arrays.asList(calls));
    }

    private static Map<String, Object> call(String method, Object... params) {
        return Map.of("methodName", method, "params", List.of(params));
    }

    private static void assertFault(CompletableFuture<Object> result, int code) {
        assertThat(result)
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
