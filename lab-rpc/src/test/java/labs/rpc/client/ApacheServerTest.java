package labs.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.LocalDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import labs.kit.LabTest;
import labs.rpc.message.FaultException;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.XmlRpcRequest;
import org.apache.xmlrpc.server.XmlRpcServerConfigImpl;
import org.apache.xmlrpc.webserver.WebServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our client calls the server of Apache XML-RPC 3.1.3. */
@LabTest
@Timeout(20)
final class ApacheServerTest {
    private static WebServer server;
    private static XmlRpcClient client;

    interface Calculator {
        int add(int a, int b);

        List<Integer> same(List<Integer> value);
    }

    @BeforeAll
    static void start() throws IOException {
        server = new WebServer(0, InetAddress.getLoopbackAddress());
        server.getXmlRpcServer().setHandlerMapping(method -> request -> answer(method, request));
        XmlRpcServerConfigImpl config =
                (XmlRpcServerConfigImpl) server.getXmlRpcServer().getConfig();
        config.setEnabledForExtensions(true);
        config.setKeepAliveEnabled(true);
        server.start();
        client = XmlRpcClient.to("127.0.0.1", server.getPort());
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        int port = server.getPort();
        server.shutdown();
        // Its listener notices only when somebody comes, or after four seconds.
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    private static Object answer(String method, XmlRpcRequest request) throws XmlRpcException {
        return switch (method) {
            case "calc.add" -> (int) request.getParameter(0) + (int) request.getParameter(1);
            case "calc.same" -> request.getParameter(0);
            case "calc.isDate" -> request.getParameter(0) instanceof Date;
            default -> throw new XmlRpcException(17, "no " + method);
        };
    }

    @Test
    void shouldCallThroughAJavaInterface() {
        Calculator calculator = client.proxy("calc", Calculator.class);
        for (int i = 0; i < 10; i++) {
            assertThat(calculator.add(i, 40)).isEqualTo(i + 40);
        }
        assertThat(calculator.same(List.of(1, 2, 3))).containsExactly(1, 2, 3);
    }

    @Test
    void shouldCarryEveryTypeThereAndBack() {
        for (Object value : List.of(1, -7, true, "ä € <&>]]>", 2.5, List.of("a", List.of()))) {
            assertThat(client.call("calc.same", value)).isEqualTo(value);
        }
        assertThat((byte[]) client.call("calc.same", (Object) new byte[] {0, -1, 2}))
                .containsExactly(0, -1, 2);
        Map<String, Object> struct = new LinkedHashMap<>(Map.of("n", 1, "s", "x"));
        assertThat(client.call("calc.same", struct)).isEqualTo(struct);
        LocalDateTime date = LocalDateTime.of(1998, 7, 17, 14, 8, 55);
        assertThat(client.call("calc.isDate", date)).isEqualTo(true);
        assertThat(client.call("calc.same", date)).isEqualTo(date);
    }

    @Test
    void shouldRefuseWhatApacheMakesOfACharacterBeyondTheBmp() {
        assertThatThrownBy(() -> client.call("calc.same", "𝄞"))
                .as("Apache writes it as &#xd834;&#xdd1e;, two characters that XML does not have")
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("makes no sense");
    }

    @Test
    void shouldThrowApachesFaults() {
        assertThatThrownBy(() -> client.call("calc.divide", 1, 0))
                .isInstanceOfSatisfying(
                        FaultException.class, fault -> assertThat(fault.code()).isEqualTo(17))
                .hasMessageContaining("no calc.divide");
    }
}
