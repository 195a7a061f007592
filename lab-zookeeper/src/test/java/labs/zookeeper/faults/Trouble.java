package labs.zookeeper.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.kit.evidence.Diagram;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/** One fault after the other, each healed before the next, so that a majority always lives. */
final class Trouble {
    private record Fault(long from, long to, String what) {}

    private final Wires wires;
    private final Ensemble ensemble;
    private final Random random;
    private final Supplier<ZooKeeper> someSession;
    private final CountDownLatch interrupted = new CountDownLatch(1); // counts down never: a clock
    private final List<Fault> faults = new ArrayList<>();

    /**
     * @param someSession the handle of a client, whose session may be made to expire
     */
    Trouble(Wires wires, Random random, Supplier<ZooKeeper> someSession) {
        this.wires = wires;
        this.ensemble = wires.ensemble();
        this.random = random;
        this.someSession = someSession;
    }

    /** Makes trouble that long, then heals all. */
    void make(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        int kind = random.nextInt(7);
        while (System.nanoTime() - end < 0) {
            one(kind++ % 7);
            pass(300, 900);
        }
        wires.heal();
        ensemble.heal();
    }

    private void one(int kind) throws InterruptedException {
        long start = System.nanoTime();
        String what =
                switch (kind) {
                    case 0 -> killed(ensemble.leader());
                    case 1 -> paused(ensemble.leader());
                    case 2 -> cutOff(ensemble.leader());
                    case 3 -> expired();
                    case 4 -> hidden(any());
                    case 5 -> cutClients();
                    default -> killed(any());
                };
        wires.heal();
        faults.add(new Fault(start, System.nanoTime(), what));
        System.out.printf(
                "  %5d ms: %s%n", Duration.ofNanos(System.nanoTime() - start).toMillis(), what);
    }

    private EnsembleNode any() {
        return ensemble.nodes().get(random.nextInt(ensemble.nodes().size()));
    }

    private void pass(int least, int most) throws InterruptedException {
        interrupted.await(least + random.nextInt(most - least), TimeUnit.MILLISECONDS);
    }

    private String killed(EnsembleNode server) throws InterruptedException {
        server.kill();
        pass(200, 1_500);
        ensemble.heal();
        return "server " + server.id() + " killed";
    }

    private String paused(EnsembleNode server) throws InterruptedException {
        server.pause();
        pass(500, 3_000);
        server.resume();
        ensemble.awaitServing();
        return "server " + server.id() + " paused";
    }

    private String cutOff(EnsembleNode server) throws InterruptedException {
        wires.cutOff(server);
        pass(1_000, 3_000);
        wires.heal();
        ensemble.awaitServing();
        return "server " + server.id() + " cut off from the others";
    }

    private String hidden(EnsembleNode server) throws InterruptedException {
        wires.hideFromClients(server);
        pass(500, 3_000);
        return "server " + server.id() + " cut off from the clients";
    }

    private String cutClients() {
        wires.cutClients();
        return "connections reset";
    }

    private String expired() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            ZooKeeper client = someSession.get();
            if (client.getState().isConnected()) {
                expire(client);
            }
        }
        return "sessions expired";
    }

    /**
     * Ends that client's session as its expiry does: the servers forget it, and the client learns
     * it when it comes back. A second client takes the session over and closes it, unless it has
     * expired already.
     */
    private void expire(ZooKeeper client) throws InterruptedException {
        var decided = new CountDownLatch(1);
        try (var second =
                new ZooKeeper(
                        ensemble.connectString(),
                        client.getSessionTimeout(),
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected
                                    || event.getState() == KeeperState.Expired) {
                                decided.countDown();
                            }
                        },
                        client.getSessionId(),
                        client.getSessionPasswd())) {
            if (!decided.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no server answers");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Draws the faults into a diagram of what the clients saw. */
    void draw(Diagram diagram) {
        faults.forEach(fault -> diagram.band(-1, fault.from(), fault.to(), fault.what()));
    }

    int count() {
        return faults.size();
    }
}
