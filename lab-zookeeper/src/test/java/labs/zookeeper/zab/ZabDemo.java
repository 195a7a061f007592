package labs.zookeeper.zab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import labs.kit.evidence.Diagrams;
import labs.kit.history.History;
import labs.kit.history.Operation;
import labs.kit.linear.Linearizability;
import labs.kit.linear.Models;
import labs.kit.linear.Verdict;
import labs.kit.sim.Weather;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run of ZAB in the simulation, told on the terminal and drawn as a page. */
@Command(
        name = "lab run zookeeper zab",
        description = {
            "Runs ZAB on a few simulated nodes that crash and are cut off while clients add to a"
                    + " counter; tells what happened, checks it, and draws it.",
            "The same seed gives the same run, to the last message."
        })
public final class ZabDemo implements Callable<Integer> {
    private static final int CLIENTS = 2;
    private static final int ENDLESS = 1_000_000;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SEED",
            description = "A whole number; a random one when absent.")
    private Long seed;

    @Option(names = "--nodes", defaultValue = "3", description = "3 or 5 (default: 3).")
    private int nodes;

    @Option(
            names = "--seconds",
            defaultValue = "4",
            description = "Virtual time of the trouble, 1 to 60 (default: 4).")
    private int seconds;

    @Option(names = "--calm", description = "Nobody crashes, nobody is cut off.")
    private boolean calm;

    @Option(names = "--storm", description = "Messages are slow, lost and doubled, too.")
    private boolean storm;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page goes; target/evidence/zab-SEED.html when absent.")
    private Path out;

    @SuppressWarnings("UnusedVariable") // picocli reads it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private ZabDemo() {}

    public static void main(String[] args) {
        System.exit(
                new CommandLine(new ZabDemo())
                        .setExecutionExceptionHandler((e, line, parsed) -> explain(e))
                        .execute(args));
    }

    /** In a copy that is not solved yet there is no run to show. */
    private static int explain(Exception e) throws Exception {
        if (!(e instanceof UnsupportedOperationException)) {
            throw e;
        }
        System.err.println("the demo needs exercise 7: " + e.getMessage());
        return 1;
    }

    @Override
    public Integer call() {
        requireArguments();
        if (seed == null) {
            seed = ThreadLocalRandom.current().nextLong(1_000_000_000);
        }
        System.out.printf("ZAB on %d simulated nodes, seed %d%n%n", nodes, seed);
        var story = new ZabStory();
        var cluster = new ZabCluster(seed, nodes, storm ? Weather.stormy() : Weather.fair(), story);
        story.readFrom(cluster.world()::now);
        var history = new History<Long, Long>(() -> cluster.world().now().toNanos());
        String wrong = run(cluster, history);
        tell(story.end(cluster.world().trace()));
        List<Operation<Long, Long>> calls = history.operations();
        wrong = wrong.isEmpty() ? judge(calls) : wrong;
        conclude(cluster, calls, wrong);
        System.out.println("drawn in   " + draw(cluster, story, calls, wrong).toAbsolutePath());
        return wrong.isEmpty() ? 0 : 1;
    }

    private void requireArguments() {
        if (nodes != 3 && nodes != 5) {
            throw new ParameterException(spec.commandLine(), "--nodes is 3 or 5, not " + nodes);
        }
        if (seconds < 1 || seconds > 60) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds is between 1 and 60, not " + seconds);
        }
    }

    /** Runs it; returns what was wrong, or nothing. */
    private String run(ZabCluster cluster, History<Long, Long> history) {
        try {
            List<ZabClient> clients =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(
                                    id -> new ZabClient(cluster, history, ENDLESS, seed * 31 + id))
                            .toList();
            var faults = calm ? null : new ZabFaults(cluster, seed);
            cluster.run(Duration.ofSeconds(seconds));
            if (faults != null) {
                faults.end();
            }
            clients.forEach(ZabClient::stop);
            cluster.await(
                    "after the trouble somebody leads, and all nodes come to the same",
                    () -> !cluster.primaries().isEmpty() && isDeliveredEverywhere(cluster));
            return "";
        } catch (AssertionError broken) {
            if (broken.getCause() instanceof UnsupportedOperationException unsolved) {
                throw unsolved;
            }
            return String.valueOf(broken.getMessage());
        }
    }

    private static boolean isDeliveredEverywhere(ZabCluster cluster) {
        int all = cluster.invariants().delivered().size();
        return cluster.all().stream().allMatch(id -> cluster.zab(id).delivered().size() == all);
    }

    private static String judge(List<Operation<Long, Long>> calls) {
        Verdict<Long, Long> verdict =
                new Linearizability<>(Models.counter(), Duration.ofSeconds(20)).judge(calls);
        return verdict.isLinearizable() ? "" : "the clients' calls: " + verdict;
    }

    private static void tell(List<ZabStory.Line> lines) {
        for (ZabStory.Line line : lines) {
            System.out.printf(Locale.ROOT, "%8.3f s  %s%n", line.at().toNanos() / 1e9, line.text());
        }
    }

    private void conclude(ZabCluster cluster, List<Operation<Long, Long>> calls, String wrong) {
        long unknown = calls.stream().filter(Operation::isUnknown).count();
        System.out.printf(
                "%nclients    %d calls, %d of them without an answer%n", calls.size(), unknown);
        System.out.printf(
                "primaries  %d, each with an epoch of its own%n", cluster.invariants().primaries());
        System.out.printf("delivered  %d transactions%n", cluster.invariants().delivered().size());
        System.out.println(
                wrong.isEmpty()
                        ? "checked    integrity, agreement, primary order and primary integrity after"
                                + " every event;\n           the nodes agree in the end; the clients'"
                                + " calls are linearizable"
                        : "WRONG      " + wrong);
    }

    private Path draw(
            ZabCluster cluster, ZabStory story, List<Operation<Long, Long>> calls, String wrong) {
        Duration end = cluster.world().now();
        var drawing =
                new ZabDrawing("ZAB, seed " + seed, nodes, CLIENTS, end)
                        .trace(cluster.world().trace(), end)
                        .phases(story.phases())
                        .calls(calls);
        drawing.diagram()
                .fact("the same run again: ./lab run zookeeper zab " + String.join(" ", again()))
                .fact(wrong.isEmpty() ? "all invariants held; linearizable" : wrong)
                .fact(
                        "blue arrows: proposals, acknowledgements, commits; green: discovery and"
                                + " synchronisation; grey: elections and pings; red: lost")
                .fact("point at an arrow for all that the message says");
        Path file = out == null ? Path.of("target", "evidence", "zab-" + seed + ".html") : out;
        return Diagrams.write(drawing.diagram(), file);
    }

    private List<String> again() {
        return java.util.stream.Stream.of(
                        String.valueOf(seed),
                        nodes == 3 ? "" : "--nodes " + nodes,
                        seconds == 4 ? "" : "--seconds " + seconds,
                        calm ? "--calm" : "",
                        storm ? "--storm" : "")
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
