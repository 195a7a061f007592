package labs.rpc.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import labs.rpc.around.Batch;
import labs.rpc.client.XmlRpcClient;
import org.apache.xmlrpc.XmlRpcException;
import org.apache.xmlrpc.client.XmlRpcClientConfigImpl;

/** Three clients that have nothing in common but the protocol, each with the same server. */
final class Clients {
    private static final Map<String, Integer> STOOGES = Map.of("moe", 1, "larry", 2, "curly", 3);
    private static final String ENTITIES = "a < b && b > c";
    private static final String PYTHON =
            """
            import sys
            from xmlrpc.client import ServerProxy, MultiCall
            server = ServerProxy(sys.argv[1])
            print('easyStructTest', server.validator1.easyStructTest({'moe': 1, 'larry': 2, 'curly': 3}))
            print('countTheEntities', server.validator1.countTheEntities('a < b && b > c'))
            print('system.listMethods', len(server.system.listMethods()), 'methods')
            calls = MultiCall(server)
            for n in range(3):
                calls.validator1.simpleStructReturnTest(n)
            print('system.multicall', [answer['times10'] for answer in calls()])
            """;

    private final Screen screen;
    private final int port;

    Clients(Screen screen, int port) {
        this.screen = screen;
        this.port = port;
    }

    void ours() {
        try (XmlRpcClient client = XmlRpcClient.to("127.0.0.1", port)) {
            Validator1 remote = client.proxy("validator1", Validator1.class);
            answer("easyStructTest", remote.easyStructTest(STOOGES));
            answer("countTheEntities", remote.countTheEntities(ENTITIES));
            answer("system.listMethods", size(client.call("system.listMethods")) + " methods");
            Batch batch = new Batch(client);
            List<CompletableFuture<Object>> times =
                    List.of(
                            batch.add("validator1.simpleStructReturnTest", 0),
                            batch.add("validator1.simpleStructReturnTest", 1),
                            batch.add("validator1.simpleStructReturnTest", 2));
            batch.send();
            answer("system.multicall", times.stream().map(Clients::timesTen).toList());
        }
    }

    private static Object timesTen(CompletableFuture<Object> answer) {
        return ((Map<?, ?>) answer.join()).get("times10");
    }

    void apaches() throws IOException, XmlRpcException {
        XmlRpcClientConfigImpl config = new XmlRpcClientConfigImpl();
        config.setServerURL(URI.create(url()).toURL());
        var client = new org.apache.xmlrpc.client.XmlRpcClient();
        client.setConfig(config);
        Object[] struct = {STOOGES};
        answer("easyStructTest", client.execute("validator1.easyStructTest", struct));
        Object[] text = {ENTITIES};
        answer("countTheEntities", client.execute("validator1.countTheEntities", text));
        Object[] methods = (Object[]) client.execute("system.listMethods", new Object[0]);
        answer("system.listMethods", methods.length + " methods");
    }

    /** Says how to install Python where there is none. */
    void pythons() throws IOException, InterruptedException {
        if (!isOnPath("python3")) {
            screen.line("there is no python3 here; to see it: apt-get install python3");
            return;
        }
        Process python =
                new ProcessBuilder("python3", "-c", PYTHON, url())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        printed.lines().forEach(line -> python(line));
        if (python.waitFor() != 0) {
            throw new IllegalStateException("python3 failed, see above");
        }
    }

    private void python(String line) {
        int space = line.indexOf(' ');
        if (space < 0) {
            screen.line("%s", line);
        } else {
            answer(line.substring(0, space), line.substring(space + 1));
        }
    }

    private void answer(String method, Object value) {
        screen.line("%-20s %s", method, value);
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/RPC2";
    }

    private static int size(Object list) {
        return ((List<?>) list).size();
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Pattern.compile(Pattern.quote(java.io.File.pathSeparator))
                .splitAsStream(path)
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
