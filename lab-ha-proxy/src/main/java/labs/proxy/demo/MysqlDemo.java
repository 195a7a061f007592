package labs.proxy.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import labs.cluster.mariadb.MariaDbNode;
import labs.cluster.mariadb.ReplicationCluster;
import labs.proxy.mysql.MysqlOptions;
import labs.proxy.mysql.MysqlProxy;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.ClusterOptions;
import labs.proxy.mysql.cluster.Node;
import labs.proxy.mysql.cluster.ServerView;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Three MariaDB servers behind our balancer; the primary is killed under reading and writing. */
@Command(
        name = "mysql",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Starts a MariaDB primary with two replicas and our balancer before them, has clients read",
            "and write, kills the primary with kill -9, and counts at the end whether any row is lost",
            "that a client was told is safe.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no acknowledged row is lost, or --async was given",
            "1:one is, or it did not work",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class MysqlDemo implements Callable<Integer> {
    private static final int SERVERS = 3;
    private static final int CLIENTS = 4;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private volatile long begin = System.nanoTime();
    private volatile boolean stopping;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "14",
            description = "How long clients work, 3 to 600 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--kill-at",
            paramLabel = "N",
            defaultValue = "5",
            description = "In which second the primary is killed (default: ${DEFAULT-VALUE}).")
    private int killAt;

    @Option(
            names = "--async",
            description = "Asynchronous replication: acknowledged rows may be lost.")
    private boolean async;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        // The driver writes a line for each error; we say what matters of them.
        System.setProperty("org.slf4j.simpleLogger.log.org.mariadb.jdbc", "off");
        var demo = new MysqlDemo();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> demo.stopping = true, "demo-stop"));
        int exit =
                new CommandLine(demo)
                        .setExecutionExceptionHandler((e, line, result) -> demo.failed(e))
                        .execute(args);
        System.exit(exit);
    }

    // After Ctrl-C the servers die before we do, and that is no failure.
    private int failed(Exception e) {
        if (!stopping) {
            System.err.println("It did not work: " + e.getMessage());
        }
        return 1;
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        if (seconds < 3 || seconds > 600 || killAt < 1 || killAt >= seconds) {
            System.err.println("--seconds must be 3 to 600, --kill-at 1 to less than that");
            return 2;
        }
        try (var servers = ReplicationCluster.start(SERVERS, this::say)) {
            servers.node(1).execute("CREATE TABLE lab.account (id BIGINT PRIMARY KEY, v TEXT)");
            if (!async) {
                semiSynchronous(servers);
            }
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
                            Duration.ofMillis(200),
                            Duration.ofSeconds(2),
                            3,
                            true);
            try (var cluster = Cluster.watch(watched, this::say);
                    var proxy = MysqlProxy.start(options(), cluster)) {
                say("the balancer listens at " + proxy.address());
                return run(servers, cluster, proxy);
            }
        }
    }

    private static MysqlOptions options() {
        return MysqlOptions.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of(MariaDbNode.USER, MariaDbNode.PASSWORD));
    }

    private static void semiSynchronous(ReplicationCluster servers) throws SQLException {
        for (MariaDbNode server : servers.nodes()) {
            server.execute("SET GLOBAL rpl_semi_sync_master_timeout=60000");
            if (server.id() > 1) {
                server.execute(
                        "SET GLOBAL rpl_semi_sync_slave_enabled=1", "STOP SLAVE", "START SLAVE");
            }
        }
        servers.node(1).execute("SET GLOBAL rpl_semi_sync_master_enabled=1");
    }

    private int run(ReplicationCluster servers, Cluster cluster, MysqlProxy proxy)
            throws SQLException, InterruptedException {
        out.println("second   reads db1  db2  db3   writes  errors   lag db1  db2  db3   primary");
        begin = System.nanoTime();
        var load = new MysqlLoad(proxy.address());
        try (load) {
            load.start(CLIENTS, CLIENTS);
            for (int second = 1; second <= seconds; second++) {
                if (second == killAt) {
                    say("kill -9 of db1, the primary");
                    servers.node(1).kill();
                }
                Thread.sleep(1000); // a line each second
                line(second, load, cluster);
            }
        }
        return count(load);
    }

    private void line(int second, MysqlLoad load, Cluster cluster) {
        var reads = new StringBuilder();
        var lags = new StringBuilder();
        for (int id = 1; id <= SERVERS; id++) {
            ServerView server = cluster.topology().server("db" + id);
            reads.append("%5d".formatted(load.takeReads(id)));
            lags.append(
                    server.role() == ServerView.Role.REPLICA
                            ? String.format(Locale.ROOT, "%5.1f", server.lag().toMillis() / 1000.0)
                            : "    -");
        }
        if (!stopping) {
            out.printf(
                    "%4d %16s %8d %7d %14s   %s%n",
                    second,
                    reads,
                    load.takeWrites(),
                    load.takeErrors(),
                    lags,
                    cluster.topology().primary().map(ServerView::name).orElse("none"));
        }
    }

    private int count(MysqlLoad load) throws SQLException {
        Set<Long> acknowledged = load.acknowledged();
        Set<Long> stored = load.stored();
        var lost = new HashSet<>(acknowledged);
        lost.removeAll(stored);
        if (!load.lastError().isEmpty()) {
            out.println("the last error of a client: " + load.lastError());
        }
        out.printf(
                "%d rows were acknowledged, %d are stored; %d acknowledged rows are lost%n",
                acknowledged.size(), stored.size(), lost.size());
        return lost.isEmpty() || async ? 0 : 1;
    }

    private void say(String event) {
        if (!stopping) {
            double time = (System.nanoTime() - begin) / 1e9;
            out.printf(Locale.ROOT, "%7.2f s  %s%n", time, event);
        }
    }
}
