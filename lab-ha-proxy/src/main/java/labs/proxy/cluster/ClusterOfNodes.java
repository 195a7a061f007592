package labs.proxy.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import labs.cluster.WorkDirectory;

/**
 * Three nodes with Corosync, Pacemaker and MariaDB on this machine, without Docker. Close it; if
 * this JVM ends in another way, even by kill -9, the nodes end with it.
 *
 * <pre>{@code
 * try (var cluster = ClusterOfNodes.start(SetUp.GROUP, System.err::println)) {
 *     cluster.configure(GroupResources.crmsh());
 *     …
 * }
 * }</pre>
 */
public final class ClusterOfNodes implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Not this JVM's own temporary folder, which may be closed to the database's user. */
    private static final Path FOLDER = Path.of("/tmp");

    private static final Duration LOOK = Duration.ofMillis(200);

    private final WorkDirectory directory;
    private final Room room;
    private final Service service;
    private final List<Node> nodes = new ArrayList<>();
    private PowerSwitch power; // null until the nodes are there
    private final Thread onExit = new Thread(this::stop, "cluster-exit");

    private ClusterOfNodes(WorkDirectory directory, Room room, SetUp setUp) {
        this.directory = directory;
        this.room = room;
        this.service = new Service(this, setUp);
    }

    /**
     * Starts three nodes and waits until all are members and see each other, with no resources yet.
     *
     * @param progress told what happens
     * @throws ClusterException if this machine cannot carry it, with what to do, or if it fails
     */
    public static ClusterOfNodes start(SetUp setUp, Consumer<String> progress) {
        Optional<String> missing = Requirements.missing();
        if (missing.isPresent()) {
            throw new ClusterException(missing.get());
        }
        try {
            WorkDirectory directory = WorkDirectory.create(FOLDER, "ha");
            return start(directory, setUp, progress);
        } catch (IOException e) {
            throw new ClusterException("the cluster cannot be started: " + e.getMessage(), e);
        }
    }

    private static ClusterOfNodes start(
            WorkDirectory directory, SetUp setUp, Consumer<String> progress) throws IOException {
        ClusterOfNodes cluster;
        try {
            cluster = new ClusterOfNodes(directory, Room.open(directory.path()), setUp);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(cluster.onExit);
        try {
            progress.accept("making the database files");
            cluster.install(setUp);
            progress.accept("starting Corosync and Pacemaker on three nodes");
            cluster.nodes.forEach(Node::start);
            cluster.await("all nodes are online", cluster::isWhole);
            progress.accept("three nodes online, with quorum");
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void install(SetUp setUp) throws IOException {
        Path data = directory.path().resolve("mysql");
        Databases.create(data);
        String seed =
                CibSeed.xml(Commands.output(List.of("cibadmin", "--empty"), "", LIMIT), Host.ALL);
        for (Host host : Host.ALL) {
            Path its = directory.path().resolve(host.name());
            Path itsData = setUp == SetUp.GROUP ? data : its.resolve("mysql");
            var node = new Node(host, room, its, itsData);
            node.install(setUp, seed);
            if (setUp == SetUp.REPLICATED) {
                Databases.copy(data, itsData);
            }
            nodes.add(node);
        }
        power = PowerSwitch.open(directory.path().resolve("power"), this);
    }

    /** Loads resources, as {@code crm configure load update} does. */
    public void configure(String crmsh) {
        anyNode().output(crmsh, List.of("crm", "-F", "configure", "load", "update", "-"));
    }

    /** What cuts the power of nodes when Pacemaker asks for it. */
    public PowerSwitch power() {
        return power;
    }

    /** What runs on it. */
    public Service service() {
        return service;
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    /** Any node that is on. */
    public Node anyNode() {
        return nodes.stream()
                .filter(Node::isOn)
                .findFirst()
                .orElseThrow(() -> new ClusterException("every node is off"));
    }

    /**
     * Starts a client on the same network, which writes row after row.
     *
     * @param first the number of its first row
     * @param told called with each outcome, by a thread of the client
     */
    public ClientMachine client(long first, int pauseMillis, Consumer<Write> told) {
        return ClientMachine.start(room.enter("--net"), first, pauseMillis, told);
    }

    /** Whether all three nodes are online and each says so. */
    public boolean isWhole() {
        return nodes.stream().allMatch(node -> sees(node, Set.of("n1", "n2", "n3")));
    }

    private static boolean sees(Node node, Set<String> online) {
        Commands.Ended said = node.run("crm_mon", "-1", "--output-as=xml");
        if (!said.isWell()) {
            return false; // its Pacemaker is not up yet
        }
        ClusterStatus status = ClusterStatus.parse(said.output());
        return status.hasQuorum() && status.online().equals(online);
    }

    /**
     * Waits for the condition, and says what the cluster looks like if it does not come. A program
     * that fails meanwhile is no answer: Pacemaker's refuse to talk during an election.
     */
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        ClusterException last = null;
        while (System.nanoTime() - end < 0) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (ClusterException e) {
                last = e;
            }
            pause(what);
        }
        throw new ClusterException(
                "waited %d s in vain until %s%n%s".formatted(LIMIT.toSeconds(), what, describe()),
                last);
    }

    private static void pause(String what) {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting until " + what, e);
        }
    }

    /** What each node says of the cluster. */
    public String describe() {
        var text = new StringBuilder();
        for (Node node : nodes) {
            text.append("── ").append(node.name()).append('\n').append(words(node));
        }
        return text.toString();
    }

    private static String words(Node node) {
        try {
            return (node.isOn() ? node.run("crm_mon", "-1").output() : "off\n") + node.lastWords(8);
        } catch (ClusterException e) {
            return e.getMessage() + "\n"; // it hangs, or has just been switched off
        }
    }

    private synchronized void stop() {
        if (power != null) {
            power.close();
        }
        nodes.forEach(Node::close);
        room.close();
        directory.close();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            return; // the JVM is ending: the hook does it
        }
        stop();
    }
}
