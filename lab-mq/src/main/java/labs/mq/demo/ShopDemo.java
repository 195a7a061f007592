package labs.mq.demo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import labs.mq.shop.audit.Audit;
import labs.mq.shop.audit.AuditTable;
import labs.mq.shop.audit.Books;
import labs.mq.shop.audit.Law;
import labs.mq.shop.run.ShopPlan;
import labs.mq.shop.run.ShopRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The case: an order system on Kafka whose workers and brokers are killed while it works. */
@Command(
        name = "mq",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Runs an order system on Kafka: orders, payments, stock, notices and running figures,",
            "each order exactly once, while workers and brokers get kill -9. At the end money and",
            "stock must balance to the cent. LAB_KAFKA=host:port uses a running cluster, of which",
            "no broker is killed.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all balances",
            "1:something does not, or it did not work",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class ShopDemo implements Callable<Integer> {
    private static final int SECONDS_OF_A_SMALL_RUN = 12;
    private static final int SMALL = 200_000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "30000",
            description = "How many orders (default: ${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "3",
            description = {
                "How often something is killed, workers and brokers in turn",
                "(default: ${DEFAULT-VALUE})."
            })
    private int kills;

    @Option(
            names = "--brokers",
            paramLabel = "1|3",
            defaultValue = "3",
            description = "How many brokers; of one, none is killed (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many worker processes (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many threads each worker has (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Orders a second, 0 for as many as can be sent (default: a small run takes",
                SECONDS_OF_A_SMALL_RUN + " s, one of " + SMALL + " orders or more does not wait)."
            })
    private Integer rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "For orders and kills (default: another one each time; it is printed).")
    private Long seed;

    @Option(
            names = "--page",
            paramLabel = "PORT",
            description = "Also show it as a page at this port of this machine; 0 for any.")
    private Integer page;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    public static void main(String[] args) {
        int exit =
                new CommandLine(new ShopDemo())
                        .setExecutionExceptionHandler((e, line, result) -> failed(e))
                        .execute(args);
        System.exit(exit);
    }

    private static int failed(Exception e) {
        if (!isStopping()) {
            System.err.println("It did not work: " + e.getMessage());
        }
        return 1;
    }

    // After Ctrl-C the workers and brokers die before we do, and that is no failure.
    private static boolean isStopping() {
        try {
            var nothing = new Thread(() -> {}, "nothing");
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ShopPlan plan = plan();
        if (orders >= SMALL) {
            System.setProperty(KafkaNode.JVM, "-XX:+UseG1GC"); // they live for minutes
        }
        var screen = new ShopScreen(Terminal.isThere());
        try (var live = page == null ? null : ShopPage.open(page)) {
            if (live != null) {
                screen.say("the page is at " + live.address());
            }
            screen.say("seed " + plan.seed() + "; starting Kafka");
            try (var cluster = KafkaCluster.fromEnvironmentOr(brokers)) {
                screen.say(
                        cluster.isOurs()
                                ? brokers + " broker(s) serve"
                                : "using " + cluster.bootstrapServers() + "; no broker is killed");
                return run(cluster, plan, new Audience(screen, live));
            }
        } finally {
            screen.close();
        }
    }

    private ShopPlan plan() {
        check(brokers == 1 || brokers == 3, "--brokers: there can be 1 or 3, not " + brokers);
        check(
                page == null || (page >= 0 && page <= 65_535),
                "--page: a port is a number from 0 to 65535, not " + page);
        int perSecond = rate != null ? rate : orders >= SMALL ? 0 : paced();
        long chance = seed != null ? seed : System.nanoTime() % 1_000_000;
        try {
            return new ShopPlan(orders, chance, perSecond, workers, threads, kills);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int paced() {
        return Math.max(1, orders / SECONDS_OF_A_SMALL_RUN);
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private int run(KafkaCluster cluster, ShopPlan plan, Audience audience)
            throws InterruptedException {
        var shop = new ShopRun(cluster, plan, audience);
        var atExit = new Thread(shop::close, "shop-at-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        try (shop) {
            shop.run();
            audience.event("all orders have ended; reading everything again for the audit");
            boolean balances = audit(shop, audience);
            if (!cluster.isOurs()) {
                shop.deleteTopics();
            }
            return balances ? 0 : 1;
        } finally {
            forget(atExit);
        }
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the JVM is going down, and the hook does the work
        }
    }

    private static boolean audit(ShopRun shop, Audience audience) {
        Books books = shop.readBooks();
        var audit = new Audit(books);
        List<Law> laws = audit.laws();
        audience.end(AuditTable.lines(books, audit, laws));
        boolean balances = Audit.balances(laws);
        audience.event(
                String.format(
                        Locale.ROOT,
                        "%s, with %d times a worker and %d times a broker killed",
                        balances ? "everything balances" : "IT DOES NOT BALANCE",
                        shop.workersKilled(),
                        shop.brokersKilled()));
        return balances;
    }
}
