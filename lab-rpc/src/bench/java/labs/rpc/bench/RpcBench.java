package labs.rpc.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import labs.kit.bench.Artifact;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.message.MethodResponse;
import org.apache.xmlrpc.client.XmlRpcClient;

/**
 * Runs everything, interleaved, and writes the result as JSON to the path that is the first
 * argument.
 */
public final class RpcBench {
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 4;
    private static final double SECONDS = 1.6;
    private static final int WARM_UPS = 2;
    private static final double WARM_UP = 3; // the JIT compilers need it, most of all on two cores
    private static final String OURS = "ours";
    private static final String LOOPS = "ours, on event loops";
    private static final String FUTURES = "ours, with futures";
    private static final String FUTURES_LOOPS = "futures, on event loops";
    private static final String APACHE = "Apache XML-RPC " + Artifact.version(XmlRpcClient.class);
    private static final String KEEP_ALIVE = "Apache, keep-alive";
    private static final String ECHO = "bare Netty echo";

    private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
    private final Map<String, LoadGenerator> generators = new LinkedHashMap<>();
    private final Map<String, Object> expected = new Orders.Desk().quote(Orders.REQUEST);
    private final Series rate =
            new Series(
                    "calls-64",
                    "64 connections, a small struct call, the same load generator",
                    "calls/s",
                    true);
    private final Series p99 = new Series("p99-64", "the same: 99th percentile", "ms", false);
    private final Series p50 = new Series("p50-64", "the same: median", "ms", false);
    private final Series cpu =
            new Series("cpu-64", "the same: CPU time of the server for a call", "us", false);
    private final Series generatorCpu =
            new Series(
                    "generator-cpu-64",
                    "the same: CPU time of the load generator for a call",
                    "us",
                    false);
    private final Series clients =
            new Series(
                    "clients-64", "64 callers, each server with its own client", "calls/s", true);
    private final Series clientsP99 =
            new Series("clients-p99-64", "the same: 99th percentile", "ms", false);

    private RpcBench() {}

    public static void main(String[] args) throws Exception {
        Bench result = Bench.of("rpc", List.of("all"), args);
        System.setProperty(
                "http.maxConnections", String.valueOf(CONNECTIONS)); // for Apache's client
        RpcBench bench = new RpcBench();
        try {
            bench.startServers();
            bench.measure();
        } finally {
            for (ServerProcess server : bench.servers.values()) {
                server.close();
            }
        }
        List<Series> all =
                new ArrayList<>(
                        List.of(
                                bench.rate,
                                bench.p99,
                                bench.p50,
                                bench.cpu,
                                bench.generatorCpu,
                                bench.clients,
                                bench.clientsP99));
        all.addAll(CodecRounds.run());
        result.write(all);
    }

    private void startServers() throws IOException {
        servers.put(OURS, new ServerProcess("ours"));
        servers.put(LOOPS, new ServerProcess("ours-on-event-loops"));
        servers.put(APACHE, new ServerProcess("apache"));
        servers.put(KEEP_ALIVE, new ServerProcess("apache-keep-alive"));
        servers.put(ECHO, new ServerProcess("echo"));
        byte[] request = request();
        for (Map.Entry<String, ServerProcess> server : servers.entrySet()) {
            byte[] answer = checkedAnswer(server.getValue().port(), request);
            generators.put(
                    server.getKey(),
                    new LoadGenerator(server.getValue().port(), request, answer, CONNECTIONS));
        }
    }

    private static byte[] request() throws IOException {
        byte[] body = MessageCodec.encode(new MethodCall("orders.quote", Orders.params()));
        String head =
                "POST /RPC2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\nUser-Agent: bench\r\n"
                        + "Content-Length: "
                        + body.length
                        + "\r\n\r\n";
        return (head + new String(body, UTF_8)).getBytes(UTF_8);
    }

    /**
     * The body of the first answer, once it was decoded and found right; all others must be the
     * same bytes.
     */
    private byte[] checkedAnswer(int port, byte[] request) throws IOException {
        String closing =
                new String(request, UTF_8).replace("User-Agent: bench", "Connection: close");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(closing.getBytes(UTF_8));
            socket.setSoTimeout(2_000);
            byte[] body = HttpBody.read(socket.getInputStream());
            if (!MessageCodec.decodeResponse(body).equals(new MethodResponse.Success(expected))) {
                throw new IllegalStateException("a wrong answer: " + new String(body, UTF_8));
            }
            return body;
        }
    }

    private void measure() throws Exception {
        try (OwnClients own = new OwnClients(CONNECTIONS, expected)) {
            for (int i = 0; i < WARM_UPS; i++) {
                round(own, WARM_UP, false);
            }
            for (int i = 0; i < ROUNDS; i++) {
                round(own, SECONDS, true);
            }
        }
        rate.ratio(OURS, APACHE, 10);
        rate.ratio(OURS, KEEP_ALIVE);
        rate.ratio(OURS, ECHO, 0.9); // the limit: the same bytes without XML and workers
        rate.ratio(LOOPS, ECHO, 0.9);
        rate.ratio(ECHO, APACHE); // how far anything on Netty could get here
        cpu.ratio(OURS, APACHE);
        p99.ratio(OURS, APACHE, 1);
        clients.ratio(OURS, APACHE, 10);
        clients.ratio(FUTURES, APACHE, 10);
        clientsP99.ratio(OURS, APACHE, 1);
    }

    private void round(OwnClients own, double seconds, boolean counts) throws Exception {
        for (Map.Entry<String, LoadGenerator> generator : generators.entrySet()) {
            ServerProcess server = servers.get(generator.getKey());
            double before = server.cpuMicros();
            double ownBefore = ServerProcess.cpuMicros(ProcessHandle.current());
            Measured measured = generator.getValue().run(seconds);
            long calls = measured.latencies().getTotalCount();
            double micros = (server.cpuMicros() - before) / calls;
            double ownMicros =
                    (ServerProcess.cpuMicros(ProcessHandle.current()) - ownBefore) / calls;
            report(generator.getKey() + ", load generator", measured, counts);
            if (counts) {
                cpu.add(generator.getKey(), micros);
                generatorCpu.add(generator.getKey(), ownMicros);
                rate.add(generator.getKey(), measured.perSecond());
                p99.add(generator.getKey(), measured.millis(99));
                p50.add(generator.getKey(), measured.millis(50));
            }
        }
        own(OURS, own.ours(servers.get(OURS).port(), seconds), counts);
        own(FUTURES, own.oursWithFutures(servers.get(OURS).port(), seconds), counts);
        own(FUTURES_LOOPS, own.oursWithFutures(servers.get(LOOPS).port(), seconds), counts);
        own(APACHE, own.apache(servers.get(APACHE).port(), seconds), counts);
        own(KEEP_ALIVE, own.apache(servers.get(KEEP_ALIVE).port(), seconds), counts);
    }

    private void own(String system, Measured measured, boolean counts) {
        report(system + ", own client", measured, counts);
        if (counts) {
            clients.add(system, measured.perSecond());
            clientsP99.add(system, measured.millis(99));
        }
    }

    private static void report(String what, Measured m, boolean counts) {
        System.out.printf(
                Locale.ROOT,
                "%-9s %-45s %8.0f calls/s   p50 %7.2f ms   p99 %7.2f ms%n",
                counts ? "" : "warm-up",
                what,
                m.perSecond(),
                m.millis(50),
                m.millis(99));
    }
}
