package labs.proxy.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;

/**
 * Our proxy beside HAProxy, round by round, and the result as JSON at the path that is the first
 * argument. Further arguments name the parts to run: http, connections, tcp, idle; and mysql, which
 * runs only when it is named.
 */
public final class ProxyBench {
    private static final List<String> PARTS = List.of("http", "connections", "tcp", "idle");
    private static final int ROUNDS = Integer.getInteger("lab.rounds", 5);
    private static final double SECONDS = 3;
    private static final int WARM_UPS = 5; // the JIT compilers need it
    private static final int CONNECTIONS = 64;
    private static final long TRANSFER = 1L << 30;
    private static final int IDLE = 10_000;

    /** HAProxy sets aside two descriptors a connection, and 20,000 is a common limit. */
    private static final int IDLE_HAPROXY = 9_900;

    private static final String ORIGIN =
            """
            defaults
                mode http
                timeout client 60s
            frontend origin
                bind "127.0.0.1:$HTTP_PORT"
                bind "127.0.0.1:$TCP_PORT"
                http-request return status 200 content-type text/plain string "%s"
            """;
    private static final String PROXY =
            """
            defaults
                timeout connect 5s
                timeout client 600s
                timeout server 600s
            listen http
                mode http
                bind "127.0.0.1:$HTTP_PORT"
                balance roundrobin
                option forwardfor
                server one 127.0.0.1:%d
                server two 127.0.0.1:%d
            listen tcp
                mode tcp
                bind "127.0.0.1:$TCP_PORT"
                server source 127.0.0.1:%d
            """;

    private final List<Series> charts = new ArrayList<>();
    private final Path directory;

    private ProxyBench(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        for (String program : List.of("haproxy", "wrk")) {
            if (!onPath(program)) {
                System.err.println(
                        program + " is not installed: apt-get install haproxy wrk, and try again.");
                System.exit(2);
            }
        }
        Bench bench = bench(arguments);
        if (bench.runs("mysql")) {
            bench.write(MysqlBench.run(ROUNDS));
            return;
        }
        Path directory = Files.createTempDirectory("proxy-bench-");
        try {
            var rounds = new ProxyBench(directory);
            rounds.run(bench.parts());
            bench.write(rounds.charts);
        } finally {
            for (String file : List.of("origin.cfg", "proxy.cfg")) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.delete(directory);
        }
    }

    private static Bench bench(String[] arguments) {
        return arguments.length == 2 && arguments[1].equals("mysql")
                ? Bench.of("ha-proxy", List.of("mysql"), arguments)
                : Bench.of("ha-proxy", PARTS, arguments);
    }

    static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void run(List<String> parts) throws IOException, InterruptedException {
        Path origin =
                Files.writeString(
                        directory.resolve("origin.cfg"), ORIGIN.formatted("x".repeat(120)));
        try (Rival one = Rival.haproxy(origin);
                Rival two = Rival.haproxy(origin);
                Source source = new Source()) {
            Path file =
                    Files.writeString(
                            directory.resolve("proxy.cfg"),
                            PROXY.formatted(one.http(), two.http(), source.port()));
            try (Rival ours = Rival.ours(file);
                    Rival haproxy = Rival.haproxy(file)) {
                List<Rival> rivals = List.of(ours, haproxy);
                if (parts.contains("http")) {
                    http(rivals);
                }
                if (parts.contains("connections")) {
                    connections(rivals);
                }
                if (parts.contains("tcp")) {
                    tcp(rivals);
                }
            }
            if (parts.contains("idle")) {
                idle(file);
            }
        }
    }

    /** A goal of 0 is none. */
    private Series chart(String name, String title, String unit, boolean higher, double goal) {
        var chart = new Series(name, title, unit, higher);
        if (goal == 0) {
            chart.ratio("ours", "HAProxy");
        } else {
            chart.ratio("ours", "HAProxy", goal);
        }
        charts.add(chart);
        return chart;
    }

    private void http(List<Rival> rivals) throws IOException, InterruptedException {
        Series rate =
                chart("http", "64 connections kept alive, small answers", "requests/s", true, 0.8);
        Series p99 = chart("http-p99", "the same: 99th percentile", "ms", false, 1.5);
        Series cpu = chart("http-cpu", "the same: CPU time of the proxy", "us a request", false, 0);
        load(rivals, new Series[] {rate, p99, cpu});
    }

    private void connections(List<Rival> rivals) throws IOException, InterruptedException {
        Series rate = chart("new", "a new connection for each request", "connections/s", true, 0.7);
        Series cpu = chart("new-cpu", "the same: CPU time of the proxy", "us a request", false, 0);
        load(rivals, new Series[] {rate, null, cpu}, "Connection: close");
    }

    private static void load(List<Rival> rivals, Series[] into, String... fields)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            for (Rival rival : rivals) {
                Wrk.run(rival.http(), CONNECTIONS, SECONDS, fields);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Rival rival : turned(rivals, round)) {
                double before = rival.cpuSeconds();
                Wrk run = Wrk.run(rival.http(), CONNECTIONS, SECONDS, fields);
                into[0].addAndPrint(rival.name(), run.perSecond());
                if (into[1] != null) {
                    into[1].addAndPrint(rival.name(), run.p99Millis());
                }
                into[2].addAndPrint(
                        rival.name(), (rival.cpuSeconds() - before) * 1e6 / run.requests());
            }
        }
    }

    /** Whoever was first is second in the next round. */
    private static List<Rival> turned(List<Rival> rivals, int round) {
        return round % 2 == 0 ? rivals : List.of(rivals.get(1), rivals.get(0));
    }

    private void tcp(List<Rival> rivals) throws IOException, InterruptedException {
        Series rate = chart("tcp", "2 connections, 1 GiB each, mode tcp", "MiB/s", true, 1.0);
        Series cpu = chart("tcp-cpu", "the same: CPU time of the proxy", "ms a GiB", false, 0);
        for (int i = 0; i < WARM_UPS; i++) {
            for (Rival rival : rivals) {
                Source.fetch(rival.tcp(), 2, TRANSFER / 4);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Rival rival : turned(rivals, round)) {
                double before = rival.cpuSeconds();
                rate.addAndPrint(rival.name(), Source.fetch(rival.tcp(), 2, TRANSFER) / (1 << 20));
                cpu.addAndPrint(rival.name(), (rival.cpuSeconds() - before) * 1000 / 2);
            }
        }
    }

    /** Each in a new process: what was needed before does not count. */
    private void idle(Path file) throws IOException, InterruptedException {
        Series memory =
                chart(
                        "idle",
                        "10,000 idle connections, each answered once (HAProxy: 9,900)",
                        "MiB",
                        false,
                        0);
        try (Rival ours = Rival.ours(file)) {
            memory.addAndPrint(ours.name(), held(ours, IDLE));
        }
        try (Rival haproxy = Rival.haproxy(file)) {
            memory.addAndPrint(haproxy.name(), held(haproxy, IDLE_HAPROXY));
        }
    }

    private static double held(Rival rival, int count) throws IOException, InterruptedException {
        List<SocketChannel> open = new ArrayList<>();
        byte[] request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8);
        ByteBuffer answer = ByteBuffer.allocate(4096);
        try {
            for (int i = 0; i < count; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress("127.0.0.1", rival.http()));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                open.add(channel);
                channel.write(ByteBuffer.wrap(request));
                if (channel.read(answer.clear()) < 12) {
                    throw new IOException("no answer on connection " + i);
                }
            }
            TimeUnit.SECONDS.sleep(1);
            return rival.residentMiB();
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }
}
