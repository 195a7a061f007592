package labs.proxy.demo;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import labs.proxy.cluster.ClientMachine;
import labs.proxy.cluster.ClusterException;
import labs.proxy.cluster.ClusterOfNodes;
import labs.proxy.cluster.GroupResources;
import labs.proxy.cluster.Node;
import labs.proxy.cluster.ReplicatedResources;
import labs.proxy.cluster.Requirements;
import labs.proxy.cluster.Service;
import labs.proxy.cluster.SetUp;
import labs.proxy.cluster.Write;
import labs.proxy.cluster.WriteLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A database on three nodes, and what a client sees while they die. */
@Command(
        name = "mysql-ha",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Start Corosync, Pacemaker and MariaDB on three nodes, which are namespaces of this",
            "machine, and measure how long a client gets no row written while the database is",
            "killed, its node crashes, and its node is cut off. Needs root on Linux.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:something did not, or something is missing here",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class MysqlHaDemo implements Callable<Integer> {
    /** How the data are kept, as one types it. */
    enum Choice {
        group,
        replicated
    }

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    @Option(
            names = "--setup",
            paramLabel = "NAME",
            defaultValue = "group",
            description = {
                "group: one data directory that all nodes see; replicated: a database a node,",
                "semi-synchronous. Default: ${DEFAULT-VALUE}."
            })
    private Choice choice;

    @Option(
            names = "--print",
            description = "Only print the resources, for crm configure load on another cluster.")
    private boolean print;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private final long start = System.nanoTime();
    private ClusterOfNodes cluster;
    private ClientMachine client;

    public static void main(String[] args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STOPPING.set(true), "stopping"));
        int status =
                new CommandLine(new MysqlHaDemo())
                        .setExecutionExceptionHandler((e, line, result) -> failed(e))
                        .execute(args);
        System.exit(status);
    }

    /** Nothing is said after Ctrl-C: then everything fails. */
    private static int failed(Exception e) {
        if (!STOPPING.get()) {
            System.err.println("It did not work: " + e.getMessage());
        }
        return 1;
    }

    @Override
    public Integer call() {
        SetUp setUp = SetUp.valueOf(choice.name().toUpperCase(Locale.ROOT));
        if (print) {
            System.out.print(resources(setUp));
            return 0;
        }
        var missing = Requirements.missing();
        if (missing.isPresent()) {
            throw new ClusterException(missing.get());
        }
        try (var started = ClusterOfNodes.start(setUp, this::event)) {
            cluster = started;
            cluster.configure(resources(setUp));
            event("resources are loaded; waiting for the database and its address");
            cluster.service().awaitAll();
            show();
            try (var writing = cluster.client(1, 100, write -> {});
                    var ticker = new ClientTicker(writing, this::event)) {
                client = writing;
                ticker.start();
                cluster.await("rows are written", () -> acknowledged() > 10);
                accidents();
                count();
            }
        }
        event("everything is stopped and removed");
        return 0;
    }

    private static String resources(SetUp setUp) {
        return setUp == SetUp.GROUP ? GroupResources.crmsh() : ReplicatedResources.crmsh();
    }

    private long acknowledged() {
        return client.log().count(Write.Outcome.ACKNOWLEDGED);
    }

    private void accidents() {
        Node home = cluster.service().home();
        accident("the database on " + home.name() + " is killed", home::killDatabase);

        Node crashing = cluster.service().home();
        accident(crashing.name() + " crashes", crashing::crash);
        event(crashing.name() + " is switched on again");
        cluster.service().repair();

        Node lonely = cluster.service().home();
        accident(
                lonely.name() + " is cut off",
                () -> {
                    lonely.cutOff();
                    cluster.await(
                            lonely.name() + " gives up",
                            () -> !lonely.hasDatabase() && !lonely.hasAddress());
                    event(
                            lonely.name()
                                    + " is alone, has no quorum, and has stopped its database and"
                                    + " given up the address");
                });
        show();
        event(lonely.name() + " is connected again");
        cluster.service().repair();
    }

    private void accident(String what, Runnable happens) {
        long since = client.next();
        event("── " + what);
        happens.run();
        cluster.await("rows are written again", () -> client.log().from(since).hasRecovered());
        WriteLog log = client.log().from(since);
        cluster.await("the address is on one node that is on", () -> homeOfMajority() != null);
        event(
                "── no row was written for %.1f s; now on %s"
                        .formatted(log.longestGap().toMillis() / 1e3, homeOfMajority()));
    }

    /** As those see it who have quorum: one that is cut off knows nothing. */
    private String homeOfMajority() {
        for (Node node : cluster.nodes()) {
            if (node.isOn() && node.status().hasQuorum()) {
                return node.status().only("vip").orElse(null);
            }
        }
        return null;
    }

    private void count() {
        WriteLog log = client.log();
        Set<Long> rows = Service.rows(cluster.service().home());
        Set<Long> lost = log.lost(rows);
        event(
                "%d rows acknowledged, %d refused, %d without an answer; acknowledged and lost: %s"
                        .formatted(
                                log.count(Write.Outcome.ACKNOWLEDGED),
                                log.count(Write.Outcome.REFUSED),
                                log.count(Write.Outcome.UNKNOWN),
                                lost.isEmpty() ? "none" : lost));
        long came =
                log.writes().stream()
                        .filter(write -> write.outcome() == Write.Outcome.UNKNOWN)
                        .filter(write -> rows.contains(write.number()))
                        .count();
        event("of those without an answer " + came + " are there");
    }

    private void show() {
        for (Node node : cluster.nodes()) {
            if (node.isOn() && node.status().hasQuorum()) {
                System.out.printf("%n%s: crm_mon -1%n", node.name());
                node.output("crm_mon", "-1")
                        .lines()
                        .forEach(line -> System.out.println("    " + line));
                System.out.println();
                return;
            }
        }
    }

    private synchronized void event(String text) {
        System.out.printf("%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
    }
}
