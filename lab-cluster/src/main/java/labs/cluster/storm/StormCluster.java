package labs.cluster.storm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import labs.cluster.Awaiting;
import labs.cluster.Cluster;
import labs.cluster.Ports;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.ServerEndedException;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;

/**
 * A Storm cluster on this machine: a ZooKeeper in this JVM, Nimbus and two supervisors as
 * processes, each supervisor with two slots for workers, all on the loopback and on free ports. Its
 * nodes are the supervisors. Nimbus and the supervisors listen on every address of the machine,
 * since Storm has no setting for that. Thread-safe. Close it: that kills all processes, workers
 * too, and deletes their files.
 */
public final class StormCluster extends SystemCluster<StormNode> {
    private static final String HOST = "127.0.0.1";
    private static final int SUPERVISORS = 2;
    private static final int SLOTS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final String NIMBUS = "org.apache.storm.daemon.nimbus.Nimbus";
    private static final String SUPERVISOR = "org.apache.storm.daemon.supervisor.Supervisor";

    private final Path directory;
    private final LocalZooKeeper zooKeeper;
    private final StormNode nimbus;
    private final RemoteStorm storm;

    private StormCluster(
            WorkDirectory directory,
            LocalZooKeeper zooKeeper,
            StormNode nimbus,
            List<StormNode> supervisors,
            RemoteStorm storm) {
        super(Provision.EMBEDDED, supervisors, directory::close);
        this.directory = directory.path();
        this.zooKeeper = zooKeeper;
        this.nimbus = nimbus;
        this.storm = storm;
    }

    /**
     * Starts it; that takes about ten seconds.
     *
     * @param workerHeap MiB
     * @param topology a class of what will be submitted: see {@link TopologyJar}
     * @throws IOException if its files cannot be written
     * @throws IllegalStateException if a daemon is not there in time; it holds the end of its log
     */
    public static StormCluster start(int workerHeap, Class<?> topology) throws IOException {
        WorkDirectory directory = WorkDirectory.create("storm");
        LocalZooKeeper zooKeeper = LocalZooKeeper.start();
        StormCluster cluster;
        try {
            cluster = create(directory, zooKeeper, workerHeap, topology);
        } catch (IOException | RuntimeException e) {
            zooKeeper.close();
            directory.close();
            throw e;
        }
        try {
            cluster.heal();
            cluster.provision().say(RealSystem.STORM, "Nimbus at " + cluster.nimbus.address());
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static StormCluster create(
            WorkDirectory directory, LocalZooKeeper zooKeeper, int workerHeap, Class<?> topology)
            throws IOException {
        Path path = directory.path();
        int port = Ports.free();
        List<String> common = settings(zooKeeper, port, workerHeap);
        var nimbus =
                new StormNode(
                        1,
                        "Nimbus",
                        HOST + ":" + port,
                        StormHome.create(path.resolve("nimbus"), common),
                        NIMBUS);
        var supervisors = new ArrayList<StormNode>();
        for (int id = 1; id <= SUPERVISORS; id++) {
            supervisors.add(supervisor(id, path, common));
        }
        Path jar = TopologyJar.of(topology, path.resolve("topology.jar"));
        var storm = new RemoteStorm(new InetSocketAddress(HOST, port), jar);
        return new StormCluster(directory, zooKeeper, nimbus, supervisors, storm);
    }

    private static StormNode supervisor(int id, Path directory, List<String> common)
            throws IOException {
        int port = Ports.free();
        var settings = new ArrayList<>(common);
        settings.add("supervisor.thrift.port: " + port);
        settings.add("supervisor.slots.ports:");
        Ports.free(SLOTS).forEach(slot -> settings.add("  - " + slot));
        StormHome home = StormHome.create(directory.resolve("supervisor-" + id), settings);
        return new StormNode(id, "Storm supervisor " + id, HOST + ":" + port, home, SUPERVISOR);
    }

    private static List<String> settings(LocalZooKeeper zooKeeper, int nimbusPort, int workerHeap) {
        return List.of(
                "storm.zookeeper.servers: [\"" + zooKeeper.host() + "\"]",
                "storm.zookeeper.port: " + zooKeeper.port(),
                "nimbus.seeds: [\"" + HOST + "\"]",
                "nimbus.thrift.port: " + nimbusPort,
                "nimbus.monitor.freq.secs: 2",
                "nimbus.task.timeout.secs: 10",
                "nimbus.supervisor.timeout.secs: 20",
                "executor.metrics.frequency.secs: 2",
                "storm.local.hostname: \"" + HOST + "\"",
                "storm.log4j2.conf.dir: \"log4j2\"",
                "supervisor.monitor.frequency.secs: 1",
                "supervisor.worker.timeout.secs: 10",
                "worker.childopts: \"-Xmx" + workerHeap + "m -XX:+UseParallelGC\"",
                "topology.worker.logwriter.childopts: \"-Xmx16m -XX:+UseSerialGC\"");
    }

    @Override
    protected List<StormNode> helpers() {
        return List.of(nimbus);
    }

    @Override
    protected void awaitServing() {
        Awaiting.until(
                "Storm's supervisors",
                PATIENCE,
                () -> {
                    requireAlive();
                    return storm.supervisors() >= SUPERVISORS;
                },
                () -> Cluster.lastLines(all()));
    }

    private void requireAlive() {
        for (StormNode node : all()) {
            if (!node.isAlive()) {
                throw ServerEndedException.of(node);
            }
        }
    }

    private List<StormNode> all() {
        return Stream.concat(Stream.of(nimbus), nodes().stream()).toList();
    }

    /** A directory on this machine that goes when the cluster does: for what its workers spill. */
    public Path spill() throws IOException {
        return Files.createDirectories(directory.resolve("spill"));
    }

    /** Where topologies are submitted. */
    public RemoteStorm storm() {
        return storm;
    }

    /** Where topologies are scheduled. */
    public StormNode nimbus() {
        return nimbus;
    }

    /**
     * The processes that run tasks now, and that Storm's supervisors start anew when they die.
     * There are none before a topology runs.
     */
    public List<ProcessHandle> workers() {
        return nodes().stream().flatMap(node -> node.workers().stream()).toList();
    }

    /** The processes of Nimbus and the supervisors. */
    public List<ProcessHandle> daemons() {
        return all().stream().map(node -> node.process().tree().get(0)).toList();
    }

    // The supervisors are dead by now, or they would start their workers anew.
    @Override
    protected void endRest() {
        List<ProcessHandle> workers = workers();
        all().forEach(node -> node.process().killAll());
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
        zooKeeper.close();
    }
}
