package labs.rpc.around;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import labs.kit.LabTest;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.dispatch.Help;
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
final class IntrospectionTest {
    private Dispatcher dispatcher;
    private XmlRpcServer server;
    private XmlRpcClient client;

    interface Calculator {
        @Help("Adds two numbers.")
        int add(int a, int b);

        int add(int a, int b, int c);

        String[] names();
    }

    @BeforeEach
    void start() {
        dispatcher = new Dispatcher();
        Introspection.addTo(dispatcher);
        dispatcher.register("calc", Calculator.class, new Sums());
        dispatcher.register("raw", (context, method, params) -> 0);
        server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
        client = XmlRpcClient.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void shouldListAllMethodsThoseAddedLaterIncluded() {
        dispatcher.register("later", (context, method, params) -> 0);
        assertThat(client.call("system.listMethods"))
                .isEqualTo(
                        List.of(
                                "calc.add",
                                "calc.names",
                                "later",
                                "raw",
                                "system.getCapabilities",
                                "system.listMethods",
                                "system.methodHelp",
                                "system.methodSignature"));
    }

    @Test
    void shouldTellEverySignature() {
        assertThat((List<?>) client.call("system.methodSignature", "calc.add"))
                .as("one array for each overload, the result's type first")
                .hasSize(2)
                .asString()
                .contains("[int, int, int]", "[int, int, int, int]");
        assertThat(client.call("system.methodSignature", "system.methodHelp"))
                .isEqualTo(List.of(List.of("string", "string")));
    }

    @Test
    void shouldSayUndefWhereTheSignatureIsNotKnown() {
        assertThat(client.call("system.methodSignature", "raw"))
                .as("by convention, anything but an array means: not known")
                .isEqualTo("undef");
    }

    @Test
    void shouldTellTheHelp() {
        assertThat(client.call("system.methodHelp", "calc.add")).isEqualTo("Adds two numbers.");
        assertThat(client.call("system.methodHelp", "raw")).isEqualTo("");
    }

    @Test
    void shouldTellItsCapabilities() {
        assertThat((Map<?, ?>) client.call("system.getCapabilities"))
                .asString()
                .contains("xmlrpc", "introspection", "specUrl", "specVersion");
    }

    @Test
    void shouldFaultOnAMethodThatIsNotThere() {
        for (String method : List.of("system.methodHelp", "system.methodSignature")) {
            assertFault(FaultCode.METHOD_NOT_FOUND, method, "no.such.method");
        }
    }

    @Test
    void shouldFaultOnWrongParameters() {
        assertFault(FaultCode.INVALID_PARAMS, "system.listMethods", 1);
        assertFault(FaultCode.INVALID_PARAMS, "system.methodHelp");
        assertFault(FaultCode.INVALID_PARAMS, "system.methodHelp", 7);
        assertFault(FaultCode.INVALID_PARAMS, "system.methodSignature", "raw", "raw");
    }

    private void assertFault(int code, String method, Object... params) {
        assertThatThrownBy(() -> client.call(method, params))
                .as(method)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static final class Sums implements Calculator {
        @Override
        public int add(int a, int b) {
            return a + b;
        }

        @Override
        public int add(int a, int b, int c) {
            return a + b + c;
        }

        @Override
        public String[] names() {
            return new String[] {"calc"};
        }
    }
}
