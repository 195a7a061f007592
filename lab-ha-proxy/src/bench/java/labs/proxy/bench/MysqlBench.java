package labs.proxy.bench;

import java.io.IOException;
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
import java.util.function.Supplier;
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
 * Point SELECTs a second over 16 connections to the two replicas, as text and prepared, and the
 * transactions of sysbench to the primary: directly, through our balancer, and through our TCP
 * proxy, which understands nothing. Interleaved; each answer is checked.
 */
final class MysqlBench {
    private static final int CONNECTIONS = 16;
    private static final int ROWS = 10_000;
    private static final Duration ROUND = Duration.ofSeconds(3);

    private MysqlBench() {}

    /** Something to count in a second, at an address. */
    private interface Rate {
        double at(IntFunction<InetSocketAddress> way) throws Exception;
    }

    static List<Series> run(int rounds) throws Exception {
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
                    var tcp = tcp(() -> replica(servers, turn.getAndIncrement()));
                    var tcpToPrimary = tcp(() -> servers.node(1).socketAddress())) {
                Map<String, IntFunction<InetSocketAddress>> ways = new LinkedHashMap<>();
                ways.put("direct", i -> replica(servers, i));
                ways.put("ours", i -> ours.address());
                ways.put("TCP proxy", i -> tcp.address());
                var charts = new ArrayList<Series>();
                charts.add(
                        measure(
                                new Series(
                                        "mysql",
                                        "16 connections, point SELECTs",
                                        "SELECTs/s",
                                        true),
                                ways,
                                rounds,
                                way -> round(way, "")));
                charts.add(
                        measure(
                                new Series(
                                        "mysql-prepared",
                                        "16 connections, prepared point SELECTs",
                                        "SELECTs/s",
                                        true),
                                ways,
                                rounds,
                                way -> round(way, "&useServerPrepStmts=true")));
                if (ProxyBench.onPath("sysbench")) {
                    ways.put("direct", i -> servers.node(1).socketAddress());
                    ways.put("TCP proxy", i -> tcpToPrimary.address());
                    Sysbench.prepare(servers.node(1).socketAddress());
                    charts.add(
                            measure(
                                    new Series(
                                            "mysql-sysbench",
                                            "sysbench oltp_read_write, 8 threads",
                                            "transactions/s",
                                            true),
                                    ways,
                                    rounds,
                                    way ->
                                            Sysbench.rate(
                                                    way.apply(0), 8, (int) ROUND.toSeconds())));
                } else {
                    System.out.println("sysbench is not installed, and left out");
                }
                return charts;
            }
        }
    }

    private static TcpProxy tcp(Supplier<InetSocketAddress> server) throws IOException {
        return TcpProxy.start(
                new TcpOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Duration.ofSeconds(5),
                        0,
                        true),
                (client, tried) -> Optional.of(server.get()));
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

    private static Series measure(
            Series series, Map<String, IntFunction<InetSocketAddress>> ways, int rounds, Rate rate)
            throws Exception {
        for (int round = -1; round < rounds; round++) {
            for (var way : ways.entrySet()) {
                double perSecond = rate.at(way.getValue());
                System.out.printf(
                        Locale.ROOT,
                        "%s: %-10s %8.0f a second%n",
                        Bench.label(round),
                        way.getKey(),
                        perSecond);
                if (round >= 0) {
                    series.add(way.getKey(), perSecond);
                }
            }
        }
        series.ratio("ours", "direct");
        series.ratio("ours", "TCP proxy", series.toString().equals("mysql-sysbench") ? 0.9 : 0.95);
        return series;
    }

    private static double round(IntFunction<InetSocketAddress> way, String more)
            throws InterruptedException, ExecutionException {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int number = i;
                rates.add(threads.submit(() -> rate(way.apply(number), more)));
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

    private static double rate(InetSocketAddress address, String more) throws SQLException {
        var random = ThreadLocalRandom.current();
        try (Connection connection =
                        DriverManager.getConnection(
                                MariaDbNode.url(address, MariaDbNode.USER) + more);
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
