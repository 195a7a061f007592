package labs.proxy.mysql.cluster;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Watches the servers and decides which is what. Thread-safe. Close it.
 *
 * <ol>
 *   <li>The first primary is the one server that is not read-only. While there are two, or none,
 *       there is no primary.
 *   <li>The primary is down when so many looks have failed. A replica is promoted only if no
 *       replica still hears the primary: if one does, it is our own way to it that is broken, and a
 *       second primary would be worse than none.
 *   <li>Whoever is not read-only and not the primary is fenced at once: made read-only, and given
 *       nothing. So a primary of the past gets no writes when it returns. It has perhaps written
 *       what nobody else has, so it is not made a replica: a human must look.
 * </ol>
 *
 * <p>There may be one such watcher only, or two of them promote two replicas. Two need a vote.
 */
public final class Cluster implements AutoCloseable {
    private final ClusterOptions options;
    private final Consumer<String> events;
    private final List<Probe> probes = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private LagClock clock = new LagClock(); // the decider's
    private final ScheduledExecutorService threads;
    private volatile Topology topology;
    private volatile Node primary; // null before the first
    private boolean vetoed; // the decider's: whether it was said

    private Cluster(ClusterOptions options, Consumer<String> events) {
        this.options = options;
        this.events = events;
        options.nodes().forEach(node -> probes.add(new Probe(node, options)));
        topology = new Topology(List.of());
        var number = new AtomicInteger();
        threads =
                new ScheduledThreadPoolExecutor(
                        probes.size() + 1,
                        task -> {
                            var thread =
                                    new Thread(task, "mysql-monitor-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Begins to watch; returns when each server was looked at once.
     *
     * @param events is told in a sentence what happens
     */
    public static Cluster watch(ClusterOptions options, Consumer<String> events) {
        var cluster = new Cluster(options, events);
        cluster.probes.parallelStream().forEach(Probe::look);
        cluster.decide();
        long every = options.every().toMillis();
        for (Probe probe : cluster.probes) {
            cluster.threads.scheduleWithFixedDelay(
                    probe::look, every, every, TimeUnit.MILLISECONDS);
        }
        cluster.threads.scheduleWithFixedDelay(
                cluster::decideSafely, every, every, TimeUnit.MILLISECONDS);
        return cluster;
    }

    /** As it is now. */
    public Topology topology() {
        return topology;
    }

    /** Runs this whenever a role has changed, soon after. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** This listener, the same object, is told nothing any more. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    // A task that throws is never run again.
    private void decideSafely() {
        try {
            decide();
        } catch (RuntimeException e) {
            events.accept("the monitor failed: " + e);
        }
    }

    private void decide() {
        if (primary == null) {
            findPrimary();
        } else {
            probes.forEach(this::fence);
        }
        publish();
        if (primary != null && options.failover() && isDown(probe(primary))) {
            failOver();
        } else {
            vetoed = false;
        }
        if (primary != null && !options.failover()) {
            followOthers();
        }
    }

    private void findPrimary() {
        List<Probe> writable =
                probes.stream()
                        .filter(probe -> !isDown(probe) && !probe.last().readOnly())
                        .toList();
        if (writable.size() == 1) {
            primary = writable.get(0).node();
            events.accept(primary.name() + " is the primary");
        }
    }

    // Somebody else moves the primary: it is who is not read-only, if the one we know no longer is.
    private void followOthers() {
        Probe known = probe(primary);
        if (isDown(known) || known.last().readOnly()) {
            Node before = primary;
            findPrimary();
            if (primary != before) {
                publish();
            }
        }
    }

    private Probe probe(Node node) {
        return probes.stream().filter(probe -> probe.node().equals(node)).findFirst().orElseThrow();
    }

    private boolean isDown(Probe probe) {
        return probe.last().failures() >= options.fall();
    }

    private void fence(Probe probe) {
        boolean rogue =
                options.failover()
                        && !probe.node().equals(primary)
                        && probe.last().failures() == 0
                        && !probe.last().readOnly();
        if (!rogue) {
            return;
        }
        try (Control control = Control.of(probe.node(), options, options.timeout())) {
            control.execute("SET GLOBAL read_only=1");
            events.accept(
                    probe.node().name() + " is not the primary and was not read-only: fenced");
        } catch (SQLException e) {
            events.accept("cannot fence %s: %s".formatted(probe.node().name(), e.getMessage()));
        }
    }

    private void failOver() {
        List<Probe> replicas =
                probes.stream().filter(probe -> role(probe) == ServerView.Role.REPLICA).toList();
        Observation lost = probe(primary).last();
        // A look from before it went down says nothing: wait for the next.
        Optional<Probe> early =
                replicas.stream()
                        .filter(
                                probe ->
                                        probe.last().failures() > 0
                                                || probe.last().nanos() - lost.since() < 0)
                        .findFirst();
        if (early.isPresent() || replicas.isEmpty()) {
            return;
        }
        Optional<Probe> witness =
                replicas.stream().filter(probe -> probe.last().hearing().equals("Yes")).findFirst();
        if (witness.isPresent()) {
            if (!vetoed) {
                events.accept(
                        "%s does not answer us, but %s hears it: nobody is promoted"
                                .formatted(primary.name(), witness.get().node().name()));
            }
            vetoed = true;
            return;
        }
        events.accept(primary.name() + " is dead; no replica hears it");
        try {
            new Failover(options, events)
                    .promote(replicas.stream().map(Probe::node).toList(), this::promoted);
        } catch (SQLException e) {
            events.accept("no failover: " + e.getMessage());
        }
    }

    private void promoted(Node node) {
        primary = node;
        clock = new LagClock(); // what only the old one had, nobody will ever reach
        publish();
        events.accept(node.name() + " is the primary");
    }

    private ServerView.Role role(Probe probe) {
        Observation seen = probe.last();
        if (isDown(probe)) {
            return ServerView.Role.DOWN;
        }
        if (probe.node().equals(primary)) {
            return ServerView.Role.PRIMARY;
        }
        int master = seen.master();
        boolean follows =
                master == 0
                        || (master > 0
                                && (primary == null || master == probe(primary).last().id()));
        return seen.readOnly() && follows ? ServerView.Role.REPLICA : ServerView.Role.FENCED;
    }

    private void publish() {
        if (primary != null && !isDown(probe(primary))) {
            Observation seen = probe(primary).last();
            clock.primaryAt(seen.written(), seen.nanos());
        }
        long now = System.nanoTime();
        var views = new ArrayList<ServerView>();
        for (Probe probe : probes) {
            ServerView.Role role = role(probe);
            Duration lag =
                    role == ServerView.Role.REPLICA
                            ? clock.lag(probe.last().applied(), now)
                            : Duration.ZERO;
            views.add(new ServerView(probe.node().name(), probe.node().address(), role, lag));
        }
        probes.stream()
                .filter(probe -> role(probe) == ServerView.Role.REPLICA)
                .map(probe -> probe.last().applied())
                .min((one, other) -> Long.compare(one.total(), other.total()))
                .ifPresent(clock::allReached);
        Topology before = topology;
        topology = new Topology(List.copyOf(views));
        if (!roles(before).equals(roles(topology))) {
            listeners.forEach(Runnable::run);
        }
    }

    private static List<ServerView.Role> roles(Topology topology) {
        return topology.servers().stream().map(ServerView::role).toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                events.accept("the monitor does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probes.forEach(Probe::close);
    }
}
