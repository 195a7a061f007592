package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.storm.RemoteStorm;
import labs.cluster.storm.StormCluster;
import labs.cluster.storm.TopologyJar;
import labs.compute.engine.Engine;
import labs.compute.engine.Options;
import labs.compute.storm.LocalStorm;
import picocli.CommandLine.Option;

/** Which Storm a demo runs on, and with how much memory. Closing it stops what was started. */
final class StormChoice implements AutoCloseable {
    private static final long MIB = 1024 * 1024;

    @Option(
            names = "--cluster",
            description = {
                "run on processes of their own: ZooKeeper, Nimbus, two supervisors, workers",
                "(without it: on a Storm in this JVM; LAB_STORM=HOST:PORT of a Nimbus goes first)"
            })
    private boolean isCluster;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many worker processes, with --cluster or LAB_STORM (2)")
    private int workers;

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            defaultValue = "${env:LAB_STORM_HEAP:-1024}",
            description = "the heap of a worker process (LAB_STORM_HEAP, else 1024)")
    private int heap;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "what waiting rows may take in a worker; more goes to disk (half a heap)")
    private Long memory;

    @Option(
            names = "--spill",
            paramLabel = "DIR",
            description = "where that goes (the directory for temporary files)")
    private Path spill;

    @Option(
            names = "--driver",
            paramLabel = "HOST",
            defaultValue = "${env:LAB_STORM_DRIVER:-127.0.0.1}",
            description = {
                "this machine's address for workers on others, with LAB_STORM",
                "(LAB_STORM_DRIVER, else 127.0.0.1)"
            })
    private String driver;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private StormCluster cluster;
    private RemoteStorm remote;

    /** Starts what is needed. */
    Engine start() throws IOException {
        if (spill != null && !Files.isDirectory(spill)) {
            throw new IOException("there is no directory " + spill + " (--spill)");
        }
        if (workers < 1 || heap < 64) {
            throw new IllegalArgumentException("at least --workers 1 and --heap 64");
        }
        if (memory != null && memory < 1) {
            throw new IllegalArgumentException("--memory " + memory + ": at least 1 MiB");
        }
        Engine engine = Engine.start(storm(), options());
        opened.push(engine);
        return engine;
    }

    private Engine.Storm storm() throws IOException {
        Optional<String> address = Provision.address(RealSystem.STORM);
        if (address.isPresent()) {
            Path jar = TopologyJar.of(Engine.class, Files.createTempFile("lab-topology-", ".jar"));
            opened.push(() -> Files.deleteIfExists(jar));
            remote = RemoteStorm.at(address.get(), jar);
            Provision.YOURS.say(RealSystem.STORM, "Nimbus at " + address.get());
            return remote::submit;
        }
        if (isCluster) {
            cluster = StormCluster.start(heap, Engine.class);
            opened.push(cluster);
            remote = cluster.storm();
            return remote::submit;
        }
        LocalStorm local = LocalStorm.start();
        opened.push(local);
        return local::submit;
    }

    private Options options() throws IOException {
        boolean isHere = !isCluster && Provision.address(RealSystem.STORM).isEmpty();
        long largest = isHere ? Runtime.getRuntime().maxMemory() : heap * MIB;
        long bytes = memory == null ? largest / 2 : memory * MIB;
        Options options =
                Options.local(bytes)
                        .withHost(driver)
                        .withSpill(spillDirectory().toAbsolutePath().toString());
        return isHere ? options : options.withTasks(workers, Math.max(2, workers));
    }

    /** What a killed worker leaves goes with the cluster. */
    private Path spillDirectory() throws IOException {
        if (spill != null) {
            return spill;
        }
        return cluster == null ? Path.of(System.getProperty("java.io.tmpdir")) : cluster.spill();
    }

    /** The cluster of processes, if there is one of ours. */
    StormCluster cluster() {
        return cluster;
    }

    /** What Nimbus says of what runs there; nothing of a Storm in this JVM, which has none. */
    String figures() {
        return remote == null ? "" : "Nimbus says: " + remote.figuresAsText();
    }

    boolean hasWorkers() {
        return cluster != null;
    }

    /** What it runs on, for people. */
    String name() {
        return Provision.address(RealSystem.STORM)
                .map(at -> "the Storm at " + at)
                .orElse(started());
    }

    private String started() {
        return isCluster
                ? "a Storm cluster of processes, " + workers + " workers of " + heap + " MiB"
                : "a Storm in this JVM";
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (!Reasons.isEnding()) {
                    System.err.println("could not stop: " + Reasons.of(e));
                }
            }
        }
    }
}
