package labs.proxy.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import labs.kit.bench.Bench;
import labs.kit.bench.Series;
import labs.proxy.mysql.MysqlOptions;
import labs.proxy.mysql.MysqlProxy;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.ClusterOptions;
import labs.proxy.mysql.cluster.Node;
import labs.proxy.tcp.TcpOptions;
import labs.proxy.tcp.TcpProxy;

/**
 * Point SELECTs a second over 16 connections to the two replicas: directly, through our balancer,
 * and through our TCP proxy, which understands nothing. Interleaved; each answer is checked.
 */
final class MysqlBench {
    private static final int CONNECTIONS = 16;
    private static final int ROWS = 10_000;
    private static final Duration ROUND = Duration.ofSeconds(3);

    private MysqlBench() {}

    static Series run(int rounds) throws Exception {
        try (var servers = ReplicationCluster.start(3, System.out::println)) {
            fill(servers);
            var watched =
                    new ClusterOptions(
                            servers.nodes().stream()
                                    .map(
                                            server ->
                                                    new Node(
                                                            "db" + server.id(),
                                                            server.socketAddress()))
                                    .toList(),
                            MariaDbNode.MONITOR,
                            MariaDbNode.PASSWORD,
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
                                            Map.of(MariaDbNode.USER, MariaDbNode.PASSWORD)),
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
                return measure(ways, rounds);
            }
        }
    }

    private static InetSocketAddress replica(ReplicationCluster servers, int number) {
        return servers.node(2 + number % 2).socketAddress();
    }

    private static void fill(ReplicationCluster servers) throws SQLException, InterruptedException {
        servers.node(1)
                .execute(
                        "CREATE TABLE lab.t (id INT PRIMARY KEY, v INT)",
                        "INSERT INTO lab.t SELECT seq, seq * 7 FROM seq_1_to_" + ROWS);
        String position = servers.node(1).value("SELECT @@gtid_binlog_pos");
        for (int id = 2; id <= 3; id++) {
            servers.node(id).value("SELECT MASTER_GTID_WAIT('" + position + "', 60)");
        }
    }

    private static Series measure(Map<String, IntFunction<InetSocketAddress>> ways, int rounds)
            throws InterruptedException, ExecutionException {
        var series = new Series("mysql", "16 connections, point SELECTs", "SELECTs/s", true);
        for (int round = -1; round < rounds; round++) {
            for (var way : ways.entrySet()) {
                double perSecond = round(way.getValue());
                System.out.printf(
                        Locale.ROOT,
                        "%s: %-10s %8.0f SELECTs/s%n",
                        Bench.label(round),
                        way.getKey(),
                        perSecond);
                if (round >= 0) {
                    series.add(way.getKey(), perSecond);
                }
            }
        }
        series.ratio("ours", "direct");
        series.ratio("ours", "TCP proxy");
        return series;
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
                        DriverManager.getConnection(MariaDbNode.url(address, MariaDbNode.USER));
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
}
