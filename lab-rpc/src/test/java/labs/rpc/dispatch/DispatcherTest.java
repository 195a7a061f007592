package labs.rpc.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DispatcherTest {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

    @BeforeAll
    static void failInSilence() {
        LOG.setLevel(Level.OFF); // the handlers here fail on purpose
    }

    record Point(int x, int y) {}

    interface Geometry {
        @Help("The sum of two vectors.")
        Point add(Point a, Point b);

        double norm(List<Point> path);

        int area(int side);

        int area(int width, int height);

        void forget();

        String nothing();

        CompletableFuture<Integer> later(int value);

        int fail(String how) throws Exception;
    }

    static final class Plane implements Geometry {
        @Override
        public Point add(Point a, Point b) {
            return new Point(a.x() + b.x(), a.y() + b.y());
        }

        @Override
        public double norm(List<Point> path) {
            double length = 0;
            for (Point step : path) {
                length += Math.hypot(step.x(), step.y());
            }
            return length;
        }

        @Override
        public int area(int side) {
            return side * side;
        }

        @Override
        public int area(int width, int height) {
            return width * height;
        }

        @Override
        public void forget() {}

        @Override
        public String nothing() {
            return null;
        }

        @Override
        public CompletableFuture<Integer> later(int value) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        if (value < 0) {
                            throw new FaultException(7, "no negative numbers");
                        }
                        return 2 * value;
                    });
        }

        @Override
        public int fail(String how) throws Exception {
            switch (how) {
                case "fault":
                    throw new FaultException(42, "on purpose");
                case "checked":
                    throw new java.io.IOException("/etc/secret of labs.rpc.Internal at line 12");
                case "runtime":
                    throw new IllegalStateException("jdbc:mysql://root:geheim@db");
                case "overflow":
                    return fail(how);
                case "interrupt":
                    throw new InterruptedException();
                default:
                    throw new AssertionError("assertion in labs.rpc.dispatch");
            }
        }
    }

    private final Dispatcher dispatcher =
            new Dispatcher().register("geo", Geometry.class, new Plane());

    @Test
    void shouldCallTheMethodWithConvertedParameters() {
        Map<String, Object> a = Map.of("x", 1, "y", 2);
        assertThat(call("geo.add", a, Map.of("x", 10, "y", 20))).isEqualTo(new Point(11, 22));
        assertThat(call("geo.norm", List.of(Map.of("x", 3, "y", 4)))).isEqualTo(5.0);
    }

    @Test
    void shouldTellOverloadsApartByTheNumberOfParameters() {
        assertThat(call("geo.area", 3)).isEqualTo(9);
        assertThat(call("geo.area", 3, 4)).isEqualTo(12);
    }

    @Test
    void shouldAnswerTrueWhereThereIsNoResult() {
        assertThat(call("geo.forget")).as("nil is an extension, true is not").isEqualTo(true);
        assertThat(call("geo.nothing")).as("but a null of a method with a result is nil").isNull();
    }

    @Test
    void shouldWaitForAFuture() {
        assertThat(call("geo.later", 21)).isEqualTo(42);
        assertThat(fault("geo.later", -1)).isEqualTo(new Fault(7, "no negative numbers"));
    }

    @Test
    void shouldAnswerAnUnknownMethodWithItsOwnFault() {
        for (String name :
                List.of("geo.nope", "geo", "nope.add", "geo.toString", "geo.hashCode", "add", "")) {
            assertThat(fault(name).code())
                    .as("calling \"%s\"", name)
                    .isEqualTo(FaultCode.METHOD_NOT_FOUND);
        }
    }

    @Test
    void shouldAnswerAWrongNumberOfParametersWithInvalidParams() {
        assertThat(fault("geo.area").code()).isEqualTo(FaultCode.INVALID_PARAMS);
        assertThat(fault("geo.area", 1, 2, 3).code()).isEqualTo(FaultCode.INVALID_PARAMS);
    }

    @Test
    void shouldAnswerAParameterOfTheWrongTypeWithInvalidParams() {
        Fault fault = fault("geo.area", 1, "wide");
        assertThat(fault.code()).isEqualTo(FaultCode.INVALID_PARAMS);
        assertThat(fault.message()).as("say which parameter").contains("2", "int", "string");
        assertThat(fault("geo.area", Arrays.asList((Object) null)).code())
                .isEqualTo(FaultCode.INVALID_PARAMS);
        assertThat(fault("geo.add", Map.of("x", 1), Map.of()).code())
                .isEqualTo(FaultCode.INVALID_PARAMS);
    }

    @Test
    void shouldPassAFaultOfTheHandlerOnAsItIs() {
        assertThat(fault("geo.fail", "fault")).isEqualTo(new Fault(42, "on purpose"));
    }

    @Test
    void shouldTellThePeerNothingOfAnExceptionsInsides() {
        for (String how : List.of("checked", "runtime", "overflow", "assertion")) {
            Fault fault = fault("geo.fail", how);
            assertThat(fault.code())
                    .as("handler fails with: %s", how)
                    .isEqualTo(FaultCode.APPLICATION_ERROR);
            assertThat(fault.message())
                    .as(
                            "the message goes to a stranger: log the exception, and send only an id of the log entry")
                    .contains("geo.fail")
                    .doesNotContain(
                            "Exception", "Error", "secret", "geheim", "java", "Plane", "\tat ");
        }
    }

    @Test
    void shouldKeepTheInterruptOfAWorkerThatIsToStop() {
        assertThat(fault("geo.fail", "interrupt").code()).isEqualTo(FaultCode.SYSTEM_ERROR);
        assertThat(Thread.interrupted())
                .as("whoever catches InterruptedException and goes on restores the flag")
                .isTrue();
    }

    @Test
    void shouldHandTheContextToARawHandler() {
        dispatcher.register("whoAmI", (context, method, params) -> context.principal() + params);
        Object answer =
                dispatcher.call(CallContext.LOCAL.withPrincipal("ann"), "whoAmI", List.of(1));
        assertThat(answer).isEqualTo("ann[1]");
    }

    @Test
    void shouldHideTheExceptionOfARawHandlerToo() {
        dispatcher.register(
                "raw",
                (context, method, params) -> {
                    throw new CompletionException("labs.rpc.Secret", null);
                });
        assertThat(fault("raw").code()).isEqualTo(FaultCode.APPLICATION_ERROR);
        assertThat(fault("raw").message()).doesNotContain("Secret");
    }

    @Test
    void shouldKnowItsMethods() {
        assertThat(dispatcher.methods())
                .extracting(MethodInfo::name)
                .startsWith("geo.add", "geo.area");
        MethodInfo add = dispatcher.find("geo.add").orElseThrow();
        assertThat(add.signatures()).containsExactly(List.of("struct", "struct", "struct"));
        assertThat(add.help()).isEqualTo("The sum of two vectors.");
        assertThat(dispatcher.find("geo.area").orElseThrow().signatures())
                .containsExactly(List.of("int", "int"), List.of("int", "int", "int"));
        assertThat(dispatcher.find("geo.later").orElseThrow().signatures())
                .containsExactly(List.of("int", "int"));
        assertThat(dispatcher.find("nope")).isEmpty();
    }

    interface Ambiguous {
        int size(String text);

        int size(List<String> texts);
    }

    @Test
    void shouldRefuseOverloadsThatOnlyTypesCouldTellApart() {
        Ambiguous both =
                new Ambiguous() {
                    @Override
                    public int size(String text) {
                        return 1;
                    }

                    @Override
                    public int size(List<String> texts) {
                        return 2;
                    }
                };
        assertThatThrownBy(() -> dispatcher.register("a", Ambiguous.class, both))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        assertThatThrownBy(() -> dispatcher.register("geo.area", (context, method, params) -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private record Fault(int code, String message) {}

    private Object call(String method, Object... params) {
        return dispatcher.call(CallContext.LOCAL, method, List.of(params));
    }

    private Fault fault(String method, Object... params) {
        return fault(method, Arrays.asList(params));
    }

    private Fault fault(String method, List<Object> params) {
        FaultException e =
                catchThrowableOfType(
                        FaultException.class,
                        () -> dispatcher.call(CallContext.LOCAL, method, params));
        assertThat(e)
                .as("Dispatcher.call(%s) must answer with a FaultException", method)
                .isNotNull();
        return new Fault(e.code(), e.getMessage());
    }
}
