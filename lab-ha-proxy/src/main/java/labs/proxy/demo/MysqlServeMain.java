package labs.proxy.demo;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import labs.proxy.mysql.MysqlOptions;
import labs.proxy.mysql.MysqlProxy;
import labs.proxy.mysql.cluster.Cluster;
import labs.proxy.mysql.cluster.ClusterOptions;
import labs.proxy.mysql.cluster.Node;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the balancer before MariaDB servers of one's own, until Ctrl-C. */
@Command(
        name = "mysql-serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Run the MySQL balancer before a primary and its replicas, until Ctrl-C. The primary is"
                        + " the server that is not read-only; GTIDs and log_slave_updates must be on.")
public final class MysqlServeMain implements Callable<Integer> {
    private static final int BAD_INPUT = 2;
    private static final int MYSQL = 3306;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:3307",
            description = "Where clients connect (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            required = true,
            description = "A server; once for each.")
    private List<String> servers;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD",
            required = true,
            description = "Who may log in, with the password that the servers know; once for each.")
    private List<String> users;

    @Option(
            names = "--monitor",
            paramLabel = "NAME:PASSWORD",
            required = true,
            description = "Who looks at the servers: may ask SHOW SLAVE STATUS.")
    private String monitor;

    @Option(names = "--failover", description = "Promote a replica when the primary is dead.")
    private boolean failover;

    @Option(
            names = "--most-lag",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "A replica that is older is not read (default: ${DEFAULT-VALUE}).")
    private int mostLag;

    @Option(
            names = "--tls",
            paramLabel = "FILE",
            description = "A certificate and its key, PEM: TLS is offered to clients.")
    private File certificate;

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.log.org.mariadb.jdbc", "off");
        System.exit(new CommandLine(new MysqlServeMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var stop = new UntilStopped("mysql-serve-stop");
                var cluster = Cluster.watch(watched(), System.out::println);
                var proxy = MysqlProxy.start(options(), cluster)) {
            System.out.println("the balancer listens on " + proxy.address());
            System.out.println("Ctrl-C ends it");
            stop.await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return BAD_INPUT;
        }
    }

    private ClusterOptions watched() {
        var nodes = new ArrayList<Node>();
        for (String server : servers) {
            nodes.add(new Node("db" + (nodes.size() + 1), address(server)));
        }
        String[] watcher = named(monitor);
        return new ClusterOptions(
                nodes,
                watcher[0],
                watcher[1],
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                3,
                failover);
    }

    private MysqlOptions options() throws IOException {
        Map<String, String> passwords = new LinkedHashMap<>();
        for (String user : users) {
            passwords.put(named(user)[0], named(user)[1]);
        }
        return MysqlOptions.of(address(listen), passwords)
                .withLag(Duration.ofSeconds(mostLag))
                .withTls(tls());
    }

    private SslContext tls() throws IOException {
        try {
            return certificate == null
                    ? null
                    : SslContextBuilder.forServer(certificate, certificate).build();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    certificate + " holds no certificate with its key, PEM: " + e.getMessage(), e);
        }
    }

    private static String[] named(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text + "' is not NAME:PASSWORD");
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        try {
            int port = colon < 0 ? MYSQL : Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(host, port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT", e);
        }
    }
}
