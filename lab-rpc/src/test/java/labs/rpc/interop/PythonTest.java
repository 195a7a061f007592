package labs.rpc.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import labs.kit.LabTest;
import labs.kit.RequiresProgram;
import labs.rpc.around.GzipStage;
import labs.rpc.around.Introspection;
import labs.rpc.around.Multicall;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both directions with the XML-RPC that Python brings along. */
@LabTest
@RequiresProgram(name = "python3", install = "apt-get install python3")
@Timeout(30)
final class PythonTest {
    private static final String PYTHON_SERVER =
            """
            from xmlrpc.server import SimpleXMLRPCServer
            from xmlrpc.client import Fault
            server = SimpleXMLRPCServer(('127.0.0.1', 0), allow_none=True, logRequests=False,
                                        use_builtin_types=True)
            def fail(message):
                raise Fault(17, message)
            server.register_function(lambda value: value, 'same')
            server.register_function(fail, 'fail')
            server.register_multicall_functions()
            print(server.server_address[1], flush=True)
            server.serve_forever()
            """;

    private static final String PYTHON_CLIENT =
            """
            import sys, datetime
            from xmlrpc.client import ServerProxy, MultiCall, Fault
            server = ServerProxy(sys.argv[1], allow_none=True, use_builtin_types=True)
            values = [1, -2**31, True, 'ä € 𝄞 <&>]]>', 2.5, None, b'\\x00\\xff', [1, ['a']], {'n': 1},
                      datetime.datetime(1998, 7, 17, 14, 8, 55), 'long ' * 1000]
            for value in values:
                assert server.same(value) == value, value
            try:
                server.fail('on purpose')
                assert False, 'a fault was expected'
            except Fault as fault:
                assert fault.faultCode == 17 and fault.faultString == 'on purpose', fault
            assert 'system.listMethods' in server.system.listMethods()
            assert server.system.methodHelp('system.multicall') != ''
            multi = MultiCall(server)
            multi.same(1)
            multi.same('two')
            assert list(multi()) == [1, 'two']
            print('all well')
            """;

    @Test
    void shouldServePythonsClient() throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.register("same", (context, method, params) -> params.get(0));
        dispatcher.register(
                "fail",
                (context, method, params) -> {
                    throw new FaultException(17, (String) params.get(0));
                });
        Introspection.addTo(dispatcher);
        Multicall.addTo(dispatcher);
        ServerOptions options =
                ServerOptions.defaults().with().requestStage(GzipStage.server(1 << 20)).build();
        try (XmlRpcServer server = XmlRpcServer.start(options, dispatcher)) {
            String url = "http://127.0.0.1:" + server.port() + "/RPC2";
            Process python = python(PYTHON_CLIENT, url);
            String printed = new String(python.getInputStream().readAllBytes(), UTF_8);
            assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(printed.strip()).isEqualTo("all well");
        }
    }

    @Test
    void shouldCallPythonsServer() throws Exception {
        Process python = python(PYTHON_SERVER);
        try (BufferedReader out = python.inputReader();
                XmlRpcClient client =
                        XmlRpcClient.to("127.0.0.1", Integer.parseInt(out.readLine()))) {
            shouldCarryEveryType(client);
            assertThatThrownBy(() -> client.call("fail", "on purpose"))
                    .isInstanceOfSatisfying(
                            FaultException.class, fault -> assertThat(fault.code()).isEqualTo(17))
                    .hasMessage("on purpose");
        } finally {
            python.destroy();
            assertThat(python.waitFor(10, TimeUnit.SECONDS)).as("Python ends").isTrue();
        }
    }

    private static void shouldCarryEveryType(XmlRpcClient client) {
        LocalDateTime date = LocalDateTime.of(1998, 7, 17, 14, 8, 55);
        for (Object value : List.of(1, -7, true, "ä € 𝄞 <&>]]>", 2.5, List.of("a"), date)) {
            assertThat(client.call("same", value)).isEqualTo(value);
        }
        assertThat(client.call("same", new Object[] {null})).isNull();
        assertThat((byte[]) client.call("same", (Object) new byte[] {0, -1, 2}))
                .containsExactly(0, -1, 2);
        Map<String, Object> struct = new LinkedHashMap<>(Map.of("n", 1, "s", "x"));
        assertThat(client.call("same", struct)).isEqualTo(struct);
    }

    private static Process python(String script, String... args) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("python3", "-c", script));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("PYTHONUTF8", "1");
        return builder.start();
    }
}
