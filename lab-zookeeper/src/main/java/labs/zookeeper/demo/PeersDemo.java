package labs.zookeeper.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.p2p.Answer;
import labs.zookeeper.p2p.Card;
import labs.zookeeper.p2p.PeerConfig;
import labs.zookeeper.p2p.PeerNode;
import labs.zookeeper.p2p.RemoteFailureException;
import labs.zookeeper.p2p.Topology;
import labs.zookeeper.p2p.UnreachableException;
import org.apache.curator.framework.CuratorFramework;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Three servers and five nodes; ZooKeeper's leader dies, a node in the middle of a way dies. */
@Command(
        name = "peers",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Start three ZooKeeper servers and a network of five nodes, four of them processes.",
            "Send messages hop by hop, kill ZooKeeper's leader and a node in the middle of the",
            "way with kill -9, and show what goes on meanwhile. LAB_ZOOKEEPER=host:port uses a",
            "running ensemble, which is then left alone.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:something did not",
            "2:wrong arguments",
            "130:stopped by Ctrl-C"
        })
public final class PeersDemo implements Callable<Integer> {
    private static final String LINKS = "n1-n2,n2-n5,n1-n3,n3-n4,n4-n5";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SESSION = Duration.ofSeconds(2);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private final DemoScreen screen = new DemoScreen();
    private final String root = "/lab-peers-" + ProcessHandle.current().pid();

    public static void main(String[] args) {
        System.exit(DemoScreen.execute(new PeersDemo(), args));
    }

    @Override
    public Integer call() throws Exception {
        screen.event("starting ZooKeeper");
        try (var ensemble = Ensemble.fromEnvironmentOr(3);
                CuratorFramework client = Curators.connect(ensemble.connectString(), SESSION)) {
            String what = ensemble.isOurs() ? "three servers serve at " : "using ";
            screen.event("%s%s", what, ensemble.connectString());
            try {
                network(ensemble, client);
            } finally {
                Curators.call(
                        () -> client.delete().quietly().deletingChildrenIfNeeded().forPath(root));
            }
        }
        return 0;
    }

    private void network(Ensemble ensemble, CuratorFramework client) throws Exception {
        String connect = ensemble.connectString();
        var config = new PeerConfig(connect, root, "n1", Set.of(), Topology.parse(LINKS), SESSION);
        try (var n1 = PeerNode.start(config, message -> new byte[0]);
                var n2 = ChildPeer.start(connect, root, "n2", "ocr", LINKS);
                var n3 = ChildPeer.start(connect, root, "n3", "resize", LINKS);
                var n4 = ChildPeer.start(connect, root, "n4", "ocr", LINKS);
                var n5 = ChildPeer.start(connect, root, "n5", "resize,print", LINKS)) {
            screen.event(
                    "starting n1 here, and %s, %s, %s, %s as processes",
                    n2.id(), n3.id(), n4.id(), n5.id());
            n1.awaitRegistered(PATIENCE);
            await("all nodes to find each other", () -> isComplete(n1));
            show(n1);
            messages(n1);
            try (var traffic = new Traffic(n1, "n5", screen)) {
                traffic.start();
                LeaderLoss loss =
                        ensemble.isOurs() ? killLeader(ensemble, client, traffic) : skipped();
                NodeLoss node = killNode(n1, n2, traffic);
                back(n1, connect, traffic);
                summary(traffic, loss, node);
            }
        }
    }

    private static boolean isComplete(PeerNode n1) {
        return n1.map().cards().size() == 5
                && n1.routes().routes().size() == 4
                && n1.routes().to("n5").map(route -> route.hops() == 2).orElse(false)
                && n1.routes().to("n4").map(route -> route.next().equals("n3")).orElse(false);
    }

    private void show(PeerNode n1) {
        screen.heading("The cards, as ephemeral nodes in ZooKeeper");
        for (Card card : n1.map().cards().values()) {
            screen.line(
                    "%s  %s:%-5d  can %-14s linked to %s",
                    card.id(),
                    card.host(),
                    card.port(),
                    card.abilities().isEmpty() ? "-" : String.join(", ", card.abilities()),
                    String.join(", ", n1.map().links().get(card.id())));
        }
        screen.heading("The routing table of n1");
        n1.routes()
                .routes()
                .forEach(
                        (to, route) ->
                                screen.line(
                                        "to %s: over %s, %d hop(s)",
                                        to, route.next(), route.hops()));
    }

    private void messages(PeerNode n1)
            throws UnreachableException, RemoteFailureException, InterruptedException {
        screen.heading("Messages, hop by hop");
        for (String target : List.of("n2", "n4", "n5")) {
            screen.line("n1 to %s went %s", target, way(n1, target));
        }
        for (String ability : List.of("resize", "ocr")) {
            Answer answer = n1.ask(ability, new byte[0], PATIENCE);
            screen.line("who can %-7s the nearest is %s", ability + "?", answer.node());
        }
    }

    private static String way(PeerNode from, String target)
            throws UnreachableException, RemoteFailureException, InterruptedException {
        return new String(
                from.send(target, new byte[0], PATIENCE).payload(), StandardCharsets.UTF_8);
    }

    /** What the death of ZooKeeper's leader did. */
    private record LeaderLoss(double writesStoppedMs, long messagesMeanwhile) {}

    private LeaderLoss skipped() {
        screen.heading("ZooKeeper's leader");
        screen.line("is not ours to kill: this part is skipped");
        return null;
    }

    private LeaderLoss killLeader(Ensemble ensemble, CuratorFramework client, Traffic traffic)
            throws InterruptedException, TimeoutException {
        screen.heading("ZooKeeper's leader dies; n1 goes on sending to n5");
        try (var writer = new Writer(client, root + "/written")) {
            writer.start();
            await("the first writes", () -> writer.written() > 20);
            EnsembleNode leader = ensemble.leader();
            long messages = traffic.answered();
            long killed = System.nanoTime();
            leader.kill();
            screen.event("kill -9 %s, the leader", leader);
            await("writes to work again", () -> writer.lastWritten() - killed > 50_000_000);
            double stopped = writer.longestGapMs();
            long meanwhile = traffic.answered() - messages;
            screen.event("server %d leads, and writes work again", ensemble.leader().id());
            screen.line(
                    "writes stood still for %.0f ms, messages did not: %d arrived",
                    stopped, meanwhile);
            ensemble.heal();
            return new LeaderLoss(stopped, meanwhile);
        }
    }

    /** What the death of a node did. */
    private record NodeLoss(double silentMs, double cardGoneMs) {}

    private NodeLoss killNode(PeerNode n1, ChildPeer n2, Traffic traffic)
            throws InterruptedException, TimeoutException {
        screen.heading("A node in the middle of the way dies");
        traffic.forgetGaps();
        long killed = System.nanoTime();
        n2.kill();
        screen.event("kill -9 n2");
        await("a new way", () -> traffic.way().equals("n1 n3 n4 n5"));
        await("n2's card to go", () -> !n1.map().cards().containsKey("n2"));
        double gone = DemoScreen.millisSince(killed);
        screen.event("n2's session has expired: its card is gone");
        return new NodeLoss(traffic.longestGapMs(), gone);
    }

    private void back(PeerNode n1, String connect, Traffic traffic)
            throws InterruptedException, TimeoutException {
        screen.heading("It comes back");
        try (var again = ChildPeer.start(connect, root, "n2", "ocr", LINKS)) {
            screen.event("%s starts again", again.id());
            await("the short way again", () -> traffic.way().equals("n1 n2 n5"));
            await("n2's card", () -> n1.map().cards().containsKey("n2"));
        }
    }

    private void summary(Traffic traffic, LeaderLoss loss, NodeLoss node) {
        screen.heading("Measured in this run");
        if (loss != null) {
            screen.line(
                    "ZooKeeper took no writes after its leader died for %8.0f ms",
                    loss.writesStoppedMs());
            screen.line(
                    "messages that arrived meanwhile                    %8d",
                    loss.messagesMeanwhile());
        }
        screen.line("n1 heard nothing from n5 after n2 died for         %8.0f ms", node.silentMs());
        screen.line(
                "n2's card was gone after its death after           %8.0f ms", node.cardGoneMs());
        screen.line("messages sent and answered                         %8d", traffic.answered());
        screen.line("sent more than once, since no answer came          %8d", traffic.repeated());
    }

    private static void await(String what, BooleanSupplier condition)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("waited in vain for " + what);
            }
            Thread.sleep(10); // what we wait for happens in other processes
        }
    }
}
