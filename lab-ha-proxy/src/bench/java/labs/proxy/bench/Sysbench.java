package labs.proxy.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import labs.cluster.mariadb.MariaDbNode;

/**
 * The program that many measure MySQL with: {@code oltp_read_write}, transactions of 20 prepared
 * statements each.
 */
final class Sysbench {
    private static final Pattern TRANSACTIONS =
            Pattern.compile("transactions:\\s+\\d+\\s+\\(([0-9.]+) per sec");
    private static final Pattern ERRORS = Pattern.compile("(?m)^\\s*reconnects:\\s+0 ");

    private Sysbench() {}

    static void prepare(InetSocketAddress server) throws IOException, InterruptedException {
        run(server, "prepare");
    }

    /** Transactions a second. */
    static double rate(InetSocketAddress server, int threads, int seconds)
            throws IOException, InterruptedException {
        String said = run(server, "--threads=" + threads, "--time=" + seconds, "run");
        Matcher rate = TRANSACTIONS.matcher(said);
        if (!rate.find() || !ERRORS.matcher(said).find()) {
            throw new IOException("sysbench has said: " + said);
        }
        return Double.parseDouble(rate.group(1));
    }

    private static String run(InetSocketAddress server, String... more)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "sysbench",
                                "oltp_read_write",
                                "--db-driver=mysql",
                                "--mysql-host=127.0.0.1",
                                "--mysql-port=" + server.getPort(),
                                "--mysql-user=" + MariaDbNode.USER,
                                "--mysql-password=" + MariaDbNode.PASSWORD,
                                "--mysql-db=lab",
                                "--mysql-ignore-errors=1213",
                                "--tables=4",
                                "--table-size=10000"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("sysbench has failed: " + said);
            }
            return said;
        } finally {
            process.destroy();
        }
    }
}
