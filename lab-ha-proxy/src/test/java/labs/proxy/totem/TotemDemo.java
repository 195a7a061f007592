package labs.proxy.totem;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import labs.kit.evidence.Diagrams;
import labs.kit.sim.TraceEvent;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Five nodes on a ring have a bad day, told on the terminal and drawn as a page. */
@Command(
        name = "lab run ha-proxy totem",
        sortOptions = false,
        description = {
            "Five simulated nodes on a ring: one crashes, the network falls into two and three, and"
                    + " all come together again. Tells who is in which ring, and which may act.",
            "The same seed gives the same run, to the last message."
        })
public final class TotemDemo implements Callable<Integer> {
    private static final int NODES = 5;
    private static final int STEP_MILLIS = 5;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SEED",
            description = "A whole number; a random one when absent.")
    private Long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page goes (default: target/evidence/totem-SEED.html).")
    private Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private final Set<RingId> told = new HashSet<>();
    private Set<RingId> acting = Set.of();
    private TotemCluster cluster;
    private int messages;

    public static void main(String[] args) {
        System.exit(new CommandLine(new TotemDemo()).execute(args));
    }

    @Override
    public Integer call() {
        if (seed == null) {
            seed = ThreadLocalRandom.current().nextLong(1_000_000);
        }
        System.out.println("seed " + seed + System.lineSeparator());
        cluster = new TotemCluster(seed, NODES, false);
        say("five nodes start, and have never heard of each other");
        pass(5_000);
        say("node 0 crashes: the leader of the ring");
        cluster.crash(0);
        pass(4_500);
        say("it comes back, with nothing but the number of its last ring");
        cluster.world().restart(0);
        pass(3_500);
        say("the network falls apart: 0 1 | 2 3 4");
        cluster.world().partition(List.of(0, 1), List.of(2, 3, 4));
        pass(5_000);
        say("the network heals");
        cluster.world().heal();
        pass(4_000);
        new TotemJudge(cluster.journals(), "seed " + seed).judge();
        System.out.printf(
                "%n%d messages were sent. Checked: one order everywhere, the same messages for all who"
                        + " moved together,%nwhat was safe reached all who lived, and never two rings that"
                        + " may act.%n",
                messages);
        System.out.println("drawn: " + draw());
        return 0;
    }

    private void pass(int millis) {
        for (int passed = 0; passed < millis; passed += STEP_MILLIS) {
            if (passed % 100 == 0) {
                int node = messages % NODES;
                cluster.submit(node, messages % 2 == 0);
                messages++;
            }
            cluster.run(STEP_MILLIS);
            look();
        }
    }

    private void look() {
        cluster.up()
                .map(cluster::node)
                .filter(node -> node.phase() == TotemNode.Phase.OPERATIONAL)
                .filter(node -> told.add(node.ring()))
                .forEach(
                        node ->
                                say(
                                        "  ring "
                                                + node.ring()
                                                + " has formed: "
                                                + new TreeSet<>(node.members())));
        Set<RingId> now = cluster.primaryRings();
        if (!now.equals(acting)) {
            say(
                    now.isEmpty()
                            ? "  nobody may act"
                            : "  ring " + now.iterator().next() + " may act");
            acting = now;
        }
    }

    private void say(String text) {
        double seconds = cluster.world().now().toMillis() / 1e3;
        System.out.println(String.format(Locale.ROOT, "%6.2f s  %s", seconds, text));
    }

    /** Without tokens, of which there are thousands. */
    private Path draw() {
        List<TraceEvent> events =
                cluster.world().trace().stream().filter(TotemDemo::isOfInterest).toList();
        Path file = out == null ? Path.of("target", "evidence", "totem-" + seed + ".html") : out;
        return Diagrams.write(Diagrams.of("Totem, seed " + seed, NODES, events), file);
    }

    private static boolean isOfInterest(TraceEvent event) {
        if (event instanceof TraceEvent.Message message) {
            return message.text().startsWith("Commit") || message.text().startsWith("Beacon");
        }
        return !(event instanceof TraceEvent.Mark mark)
                || !mark.text().startsWith("timeout")
                || mark.text().endsWith("loss")
                || mark.text().endsWith("consensus");
    }
}
