package labs.rpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import labs.kit.LabTest;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.message.MethodResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that cannot be written: the peer gets an answer all the same. */
@LabTest
@Timeout(20)
final class ServerResultTest {
    private volatile Object result;
    private XmlRpcServer server;

    @BeforeEach
    void start() {
        Dispatcher dispatcher =
                new Dispatcher()
                        .register("result", (context, method, params) -> result)
                        .register("ping", (context, method, params) -> "pong")
                        .register(
                                "fail",
                                (context, method, params) -> {
                                    throw new FaultException(42, "bell \u0007 rings");
                                });
        server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Object> unwritable() {
        return Stream.of(
                computed(
                        () -> {
                            throw new IllegalStateException("the cursor was closed");
                        }),
                computed(
                        () -> {
                            throw new OutOfMemoryError("thrown by a test");
                        }),
                computed(
                        () -> {
                            throw new StackOverflowError("thrown by a test");
                        }),
                List.of(new Object()),
                "a control character \u0001",
                Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void shouldAnswerWithAFaultWhenAResultCannotBeWritten(Object given) throws Exception {
        result = given;
        try (RawHttp http = new RawHttp(server)) {
            assertThat(http.call("result").faultCode()).isEqualTo(FaultCode.INTERNAL_ERROR);
            assertThat(http.call("ping").value())
                    .as("the connection must be free for the next call")
                    .isEqualTo("pong");
        }
    }

    @Test
    void shouldKeepTheCodeOfAFaultWhoseTextHoldsAControlCharacter() throws Exception {
        try (RawHttp http = new RawHttp(server)) {
            assertThat(http.call("fail").decoded())
                    .isEqualTo(new MethodResponse.Fault(42, "bell \ufffd rings"));
        }
    }

    /** A list that is made as it is read, like the rows of a database. */
    private static List<Object> computed(Supplier<Object> element) {
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return element.get();
            }

            @Override
            public int size() {
                return 3;
            }

            @Override
            public String toString() {
                return "a list that fails";
            }
        };
    }
}
