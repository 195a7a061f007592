package labs.cluster.storm;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.storm.Config;
import org.apache.storm.StormSubmitter;
import org.apache.storm.generated.AlreadyAliveException;
import org.apache.storm.generated.AuthorizationException;
import org.apache.storm.generated.InvalidTopologyException;
import org.apache.storm.generated.KillOptions;
import org.apache.storm.generated.NotAliveException;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.generated.TopologyInfo;
import org.apache.storm.generated.TopologySummary;
import org.apache.storm.thrift.TException;
import org.apache.storm.utils.NimbusClient;
import org.apache.storm.utils.Utils;

/**
 * A cluster that runs somewhere, known by its Nimbus. Thread-safe. Not to be used in a JVM in which
 * a local cluster runs: Storm's client then talks to that one, whatever address it is given.
 */
public final class RemoteStorm {
    private static final int SUBMISSION_SECONDS = 20; // at most, when we are ended meanwhile
    private static final String JAR = "storm.jar"; // where Storm's submitter looks for it

    private final InetSocketAddress nimbus;
    private final Path jar;
    private final boolean outlivesUs;

    /** One of ours, which dies with this JVM. */
    RemoteStorm(InetSocketAddress nimbus, Path jar) {
        this(nimbus, jar, false);
    }

    private RemoteStorm(InetSocketAddress nimbus, Path jar, boolean outlivesUs) {
        this.nimbus = nimbus;
        this.jar = jar;
        this.outlivesUs = outlivesUs;
    }

    /**
     * The cluster that an address names.
     *
     * @param address {@code host:port} of its Nimbus
     * @param jar with the classes that the workers need; see {@link TopologyJar}
     * @throws IllegalArgumentException if it is not of that form
     */
    public static RemoteStorm at(String address, Path jar) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "LAB_STORM is \""
                            + address
                            + "\"; expected HOST:PORT of Nimbus, for example"
                            + " storm1:6627");
        }
        int port = Integer.parseInt(address.substring(colon + 1));
        return new RemoteStorm(new InetSocketAddress(address.substring(0, colon), port), jar, true);
    }

    /**
     * Starts a topology there.
     *
     * @return what kills it
     * @throws IllegalStateException if Nimbus is not there or refuses it
     */
    public AutoCloseable submit(String title, Map<String, Object> conf, StormTopology topology) {
        String name = title + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        if (!outlivesUs) {
            submitAs(name, conf, topology);
            return () -> kill(name);
        }
        var guard = new ExitGuard(name);
        try {
            submitAs(name, conf, topology);
        } catch (RuntimeException e) {
            guard.disarm();
            throw e;
        } finally {
            guard.submitted.countDown();
        }
        return () -> {
            if (guard.disarm()) {
                kill(name);
            }
        };
    }

    private void submitAs(String name, Map<String, Object> conf, StormTopology topology) {
        Map<String, Object> all = configuration();
        all.putAll(conf);
        synchronized (RemoteStorm.class) {
            System.setProperty(JAR, jar.toString());
            try {
                StormSubmitter.submitTopology(name, all, topology);
            } catch (AlreadyAliveException | InvalidTopologyException | AuthorizationException e) {
                throw new IllegalStateException("Storm refuses the topology " + name, e);
            } catch (RuntimeException e) {
                throw new IllegalStateException("cannot submit to Nimbus at " + nimbus, e);
            }
        }
    }

    /**
     * Kills a topology when this JVM is ended by a signal, also while it is being submitted: it
     * would keep slots of a cluster that others use.
     */
    private final class ExitGuard {
        private final CountDownLatch submitted = new CountDownLatch(1);
        private final String name;
        private final Thread atExit = new Thread(this::run, "storm-kill");

        ExitGuard(String name) {
            this.name = name;
            Runtime.getRuntime().addShutdownHook(atExit);
        }

        private void run() {
            try {
                if (submitted.await(SUBMISSION_SECONDS, TimeUnit.SECONDS)) {
                    kill(name);
                    return;
                }
                System.err.println(name + " may run on; kill it there");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                System.err.println(e.getMessage() + ", which runs on; kill it there");
            }
        }

        /** Whether it is still time: when this JVM is ending, the guard does its work itself. */
        boolean disarm() {
            try {
                return Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException ending) {
                return false;
            }
        }
    }

    private Map<String, Object> configuration() {
        var conf = new HashMap<String, Object>();
        conf.put(Config.NIMBUS_SEEDS, List.of(nimbus.getHostString()));
        conf.put(Config.NIMBUS_THRIFT_PORT, nimbus.getPort());
        conf.put(Config.STORM_NIMBUS_RETRY_TIMES, 2);
        return conf;
    }

    private NimbusClient client() {
        Map<String, Object> conf = Utils.readDefaultConfig();
        conf.putAll(configuration());
        return NimbusClient.Builder.withConf(conf).build();
    }

    private void kill(String name) {
        var atOnce = new KillOptions();
        atOnce.set_wait_secs(0);
        try (NimbusClient client = client()) {
            client.getClient().killTopologyWithOpts(name, atOnce);
        } catch (NotAliveException gone) {
            return; // which is all that was asked for
        } catch (TException e) {
            throw new IllegalStateException("cannot kill the topology " + name, e);
        }
    }

    /** What Nimbus knows of the topologies that run: executors, emitted and acked tuples. */
    public List<TopologyInfo> figures() {
        try (NimbusClient client = client()) {
            var figures = new java.util.ArrayList<TopologyInfo>();
            for (TopologySummary topology : client.getClient().getClusterInfo().get_topologies()) {
                figures.add(client.getClient().getTopologyInfo(topology.get_id()));
            }
            return figures;
        } catch (TException e) {
            throw new IllegalStateException("Nimbus at " + nimbus + " does not answer", e);
        }
    }

    /** The same for people: where the tasks are, and what they have emitted. */
    public String figuresAsText() {
        var text = new StringBuilder();
        figures().forEach(topology -> text.append(Figures.text(topology)));
        return text.toString();
    }

    /** How many supervisors have told Nimbus that they are there. */
    int supervisors() {
        try (NimbusClient client = client()) {
            return client.getClient().getClusterInfo().get_supervisors_size();
        } catch (TException | RuntimeException notYet) {
            return 0;
        }
    }
}
