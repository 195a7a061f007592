package labs.proxy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import labs.proxy.mysql.MysqlOptions;
import labs.proxy.mysql.MysqlProxy;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.ClusterOptions;
import labs.proxy.mysql.cluster.Node;
import labs.proxy.mysql.server.MariaDbServer;
import labs.proxy.mysql.server.ReplicationCluster;
import labs.proxy.tcp.TcpOptions;
import labs.proxy.tcp.TcpProxy;

/**
 * Point SELECTs a second over 16 connections to the two replicas: directly, through our balancer,
 * and through our TCP proxy, which understands nothing. Interleaved; each answer is checked. Writes
 * JSON to the path that is the first argument; the second is the number of rounds.
 */
public final class MysqlBench {
    private static final int CONNECTIONS = 16;
    private static final int ROWS = 10_000;
    private static final Duration ROUND = Duration.ofSeconds(3);

    private MysqlBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (var servers = ReplicationCluster.start(3, System.out::println)) {
            fill(servers);
            var watched =
                    new ClusterOptions(
                            servers.servers().stream()
                                    .map(server -> new Node("db" + server.id(), server.address()))
                                    .toList(),
                            MariaDbServer.MONITOR,
                            MariaDbServer.PASSWORD,
                            Duration.ofMillis(500),
                            Duration.ofSeconds(2),
                            3,
                            false);
            var anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var turn = new AtomicInteger();
            try (var cluster = Cluster.watch(watched, System.out::println);
                    var ours =
                            MysqlProxy.start(
                                    MysqlOptions.of(
                                            anywhere,
                                            Map.of(MariaDbServer.USER, MariaDbServer.PASSWORD)),
                                    cluster);
                    var tcp =
                            TcpProxy.start(
                                    new TcpOptions(anywhere, Duration.ofSeconds(5), 0, true),
                                    (client, tried) ->
                                            Optional.of(
                                                    replica(servers, turn.getAndIncrement())))) {
                Map<String, IntFunction<InetSocketAddress>> ways = new LinkedHashMap<>();
                ways.put("direct", i -> replica(servers, i));
                ways.put("ours", i -> ours.address());
                ways.put("TCP proxy", i -> tcp.address());
                write(Path.of(args[0]), measure(ways, rounds));
            }
        }
    }

    private static InetSocketAddress replica(ReplicationCluster servers, int number) {
        return servers.server(2 + number % 2).address();
    }

    private static void fill(ReplicationCluster servers) throws SQLException, InterruptedException {
        servers.server(1)
                .execute(
                        "CREATE TABLE lab.t (id INT PRIMARY KEY, v INT)",
                        "INSERT INTO lab.t SELECT seq, seq * 7 FROM seq_1_to_" + ROWS);
        String position = servers.server(1).value("SELECT @@gtid_binlog_pos");
        for (int id = 2; id <= 3; id++) {
            servers.server(id).value("SELECT MASTER_GTID_WAIT('" + position + "', 60)");
        }
    }

    private static Map<String, List<Double>> measure(
            Map<String, IntFunction<InetSocketAddress>> ways, int rounds)
            throws InterruptedException, ExecutionException {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (var way : ways.entrySet()) {
                double perSecond = round(way.getValue());
                System.out.printf(
                        Locale.ROOT,
                        "%s: %-10s %8.0f SELECTs/s%n",
                        round < 0 ? "warm-up" : "round " + (round + 1),
                        way.getKey(),
                        perSecond);
                if (round >= 0) {
                    values.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(perSecond);
                }
            }
        }
        return values;
    }

    private static double round(IntFunction<InetSocketAddress> way)
            throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                rates.add(threads.submit(() -> rate(way.apply(number))));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    private static double rate(InetSocketAddress address) throws SQLException {
        var random = ThreadLocalRandom.current();
        try (Connection connection =
                        DriverManager.getConnection(
                                MariaDbServer.url(address, MariaDbServer.USER));
                var select = connection.prepareStatement("SELECT v FROM t WHERE id = ?")) {
            long begin = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - begin < ROUND.toNanos()) {
                int id = 1 + random.nextInt(ROWS);
                select.setInt(1, id);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next() || row.getInt(1) != id * 7) {
                        throw new IllegalStateException("a wrong answer for " + id);
                    }
                }
                count++;
            }
            return count / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void write(Path file, Map<String, List<Double>> values) throws IOException {
        String series =
                values.entrySet().stream()
                        .map(
                                entry ->
                                        "{\"name\": \"%s\", \"values\": %s}"
                                                .formatted(
                                                        entry.getKey(), numbers(entry.getValue())))
                        .collect(Collectors.joining(",\n    "));
        Files.writeString(
                file,
                "{\"chapter\": \"ha-proxy\", \"results\": [\n"
                        + "  {\"name\": \"mysql\", \"title\": \"16 connections, point SELECTs\","
                        + " \"unit\": \"SELECTs/s\", \"better\": \"higher\",\n   \"series\": [\n    "
                        + series
                        + "],\n   \"ratios\": [{\"of\": \"ours\", \"to\": \"direct\"},"
                        + " {\"of\": \"ours\", \"to\": \"TCP proxy\"}]}\n]}\n");
    }

    private static String numbers(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.0f", value))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
