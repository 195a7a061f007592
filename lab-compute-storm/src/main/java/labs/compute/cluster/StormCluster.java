package labs.compute.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import labs.compute.files.Trees;
import labs.compute.storm.LocalZooKeeper;

/**
 * A cluster on this machine: a ZooKeeper in this JVM, Nimbus and two supervisors as processes, each
 * with two slots for workers, all on the loopback and on free ports. Nimbus and the supervisors
 * listen on every address of the machine, since Storm has no setting for that. Closed by {@link
 * #close} or by the end of this JVM, with all processes and files. Thread-safe.
 */
public final class StormCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int SUPERVISORS = 2;
    private static final int SLOTS = 2;
    private static final Duration START = Duration.ofSeconds(100);
    private static final int DAEMON_HEAP = 256;

    private final Path directory;
    private final LocalZooKeeper zooKeeper;
    private final List<StormHome> supervisors = new ArrayList<>();
    private final List<Process> daemons = new ArrayList<>();
    private final Thread atExit = new Thread(this::stop, "storm-cluster-stop");
    private RemoteStorm storm;

    private StormCluster(Path directory, LocalZooKeeper zooKeeper) {
        this.directory = directory;
        this.zooKeeper = zooKeeper;
    }

    /**
     * Starts it; that takes about ten seconds.
     *
     * @param workerHeap MiB
     * @throws IOException if a process cannot be started, or is not there in time
     */
    public static StormCluster start(int workerHeap) throws IOException {
        Path directory = Files.createTempDirectory("lab-storm-");
        var cluster = new StormCluster(directory, LocalZooKeeper.start());
        Runtime.getRuntime().addShutdownHook(cluster.atExit);
        try {
            cluster.startDaemons(workerHeap);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startDaemons(int workerHeap) throws IOException {
        int nimbusPort = freePort();
        List<String> common = settings(nimbusPort, workerHeap);
        StormHome nimbus = StormHome.create(directory.resolve("nimbus"), common);
        daemons.add(nimbus.start("org.apache.storm.daemon.nimbus.Nimbus", DAEMON_HEAP));
        for (int i = 0; i < SUPERVISORS; i++) {
            var settings = new ArrayList<>(common);
            settings.add("supervisor.thrift.port: " + freePort());
            settings.add("supervisor.slots.ports:");
            for (int slot = 0; slot < SLOTS; slot++) {
                settings.add("  - " + freePort());
            }
            StormHome home = StormHome.create(directory.resolve("supervisor-" + i), settings);
            supervisors.add(home);
            daemons.add(home.start("org.apache.storm.daemon.supervisor.Supervisor", DAEMON_HEAP));
        }
        Path jar = TopologyJar.of(directory.resolve("topology.jar"));
        storm = new RemoteStorm(new InetSocketAddress(HOST, nimbusPort), jar);
        awaitSupervisors(nimbus);
    }

    private List<String> settings(int nimbusPort, int workerHeap) {
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

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 0, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    private void awaitSupervisors(StormHome nimbus) throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (storm.supervisors() < SUPERVISORS) {
            boolean isDead = daemons.stream().anyMatch(daemon -> !daemon.isAlive());
            if (isDead || System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "Storm's daemons do not come up: "
                                + storm.supervisors()
                                + " supervisors are there\n"
                                + nimbus.lastWords()
                                + supervisors.get(0).lastWords());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    /** A directory on this machine that goes when the cluster does: for what its workers spill. */
    public Path spill() throws IOException {
        return Files.createDirectories(directory.resolve("spill"));
    }

    /** Where topologies are submitted. */
    public RemoteStorm storm() {
        return storm;
    }

    /**
     * The processes that run tasks now, and that Storm's supervisors start anew when they die.
     * There are none before a topology runs.
     */
    public List<ProcessHandle> workers() {
        return supervisors.stream()
                .flatMap(home -> home.workers().stream())
                .map(ProcessHandle::of)
                .flatMap(java.util.Optional::stream)
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** The processes of Nimbus and the supervisors. */
    public List<ProcessHandle> daemons() {
        return daemons.stream().map(Process::toHandle).toList();
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is on its way out
        }
    }

    private synchronized void stop() {
        // Supervisors first, or they would start their workers anew; and all at once and hard:
        // nothing of theirs is to be kept.
        List<ProcessHandle> all = new ArrayList<>();
        for (Process daemon : daemons) {
            daemon.descendants().forEach(all::add);
            all.add(0, daemon.toHandle());
        }
        all.addAll(workers());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        daemons.clear();
        supervisors.clear();
        zooKeeper.close();
        delete();
    }

    private void delete() {
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
