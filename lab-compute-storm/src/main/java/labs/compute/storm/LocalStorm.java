package labs.compute.storm;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cluster.storm.LocalZooKeeper;
import org.apache.storm.Config;
import org.apache.storm.LocalCluster;
import org.apache.storm.generated.KillOptions;
import org.apache.storm.generated.NotAliveException;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.thrift.TException;

/**
 * A real Storm in this JVM: Nimbus, one supervisor and its workers as threads, and a ZooKeeper on a
 * free port of the loopback. Thread-safe. Stopped by {@link #close} or, at Ctrl-C, by itself. Some
 * threads of Storm outlive it and are no daemons, so a main program ends by {@code System.exit}.
 */
public final class LocalStorm implements AutoCloseable {
    private static final int SLOTS = 8;

    private final LocalZooKeeper zooKeeper;
    private final LocalCluster cluster;
    private final List<LocalTopology> running = new CopyOnWriteArrayList<>();
    private final AtomicInteger submitted = new AtomicInteger();
    private final Thread atExit = new Thread(this::stop, "storm-stop");
    private boolean stopped; // guarded by this

    private LocalStorm(LocalZooKeeper zooKeeper, LocalCluster cluster) {
        this.zooKeeper = zooKeeper;
        this.cluster = cluster;
    }

    /**
     * Starts it; that takes some seconds.
     *
     * @throws IllegalStateException if it does not start
     */
    public static LocalStorm start() {
        LocalZooKeeper zooKeeper = startZooKeeper();
        try {
            var storm = new LocalStorm(zooKeeper, startCluster(zooKeeper));
            Runtime.getRuntime().addShutdownHook(storm.atExit);
            return storm;
        } catch (RuntimeException e) {
            zooKeeper.close();
            throw e;
        }
    }

    private static LocalZooKeeper startZooKeeper() {
        try {
            return LocalZooKeeper.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start Storm's ZooKeeper", e);
        }
    }

    private static LocalCluster startCluster(LocalZooKeeper zooKeeper) {
        try {
            return new LocalCluster.Builder()
                    .withSupervisors(1)
                    .withPortsPerSupervisor(SLOTS)
                    .withDaemonConf(Config.STORM_ZOOKEEPER_SERVERS, List.of(zooKeeper.host()))
                    .withDaemonConf(Config.STORM_ZOOKEEPER_PORT, zooKeeper.port())
                    // Off in a local cluster by default: a tuple that nobody acks would never fail.
                    .withDaemonConf(Config.TOPOLOGY_ENABLE_MESSAGE_TIMEOUTS, true)
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("cannot start Storm", e);
        }
    }

    /**
     * Starts a topology. Its tasks come up some seconds later.
     *
     * @param title the beginning of its name
     * @param conf settings of {@link Config}, for example the timeout of messages
     * @throws IllegalStateException if Storm refuses it
     */
    public LocalTopology submit(String title, Map<String, Object> conf, StormTopology topology) {
        String name = title + "-" + submitted.incrementAndGet();
        Shared<Tasks> tasks = Shared.of(new Tasks());
        try {
            cluster.submitTopology(name, new HashMap<>(conf), Guard.around(topology, tasks));
        } catch (TException e) {
            throw new IllegalStateException("Storm refuses the topology " + name, e);
        }
        var handle = new LocalTopology(this, name, tasks);
        running.add(handle);
        return handle;
    }

    void kill(String name) {
        var atOnce = new KillOptions();
        atOnce.set_wait_secs(0);
        try {
            cluster.killTopologyWithOpts(name, atOnce);
        } catch (NotAliveException e) {
            // It is gone, which is all that was asked for.
            return;
        } catch (TException e) {
            throw new IllegalStateException("cannot kill the topology " + name, e);
        }
    }

    /** Kills all that runs here, and waits until it is gone. */
    public void killAll() {
        running.forEach(LocalTopology::close);
        running.clear();
    }

    @Override
    public void close() {
        killAll();
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is on its way out and runs the hook itself; it will find nothing to stop.
            return;
        }
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IllegalStateException("Storm does not stop", e);
        } finally {
            zooKeeper.close();
        }
    }
}
