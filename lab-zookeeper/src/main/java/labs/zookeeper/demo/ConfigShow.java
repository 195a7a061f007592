package labs.zookeeper.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import labs.cluster.zookeeper.Ensemble;
import labs.cluster.zookeeper.EnsembleNode;
import labs.zookeeper.config.ConfigClient;
import labs.zookeeper.config.ConfigException;
import labs.zookeeper.config.ConfigListener;
import labs.zookeeper.config.ConfigPublisher;
import labs.zookeeper.config.LastKnownGood;
import labs.zookeeper.config.MycatSchema;
import labs.zookeeper.config.NodeReader;
import labs.zookeeper.config.Problem;
import labs.zookeeper.config.Revision;
import labs.zookeeper.config.Schema;
import labs.zookeeper.config.Snapshot;
import labs.zookeeper.curator.Curators;
import org.apache.curator.framework.CuratorFramework;

/** What {@code lab run zookeeper config} shows. */
final class ConfigShow {
    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int CLIENTS = 3;
    private static final Schema SCHEMA = MycatSchema.schema();

    private final DemoScreen screen;
    private final String root = "/lab-config-" + ProcessHandle.current().pid();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>(); // nanos, by name@version
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path copies;

    ConfigShow(DemoScreen screen) {
        this.screen = screen;
    }

    int run() throws IOException, InterruptedException {
        copies = Files.createTempDirectory("lab-config-");
        screen.event("starting ZooKeeper");
        try (var ensemble = Ensemble.fromEnvironmentOr(3);
                CuratorFramework client = Curators.connect(ensemble.connectString(), SESSION)) {
            try {
                show(ensemble, client);
            } finally {
                closeAll();
                deleteCopies();
                remove(client);
            }
            return 0;
        }
    }

    private void show(Ensemble ensemble, CuratorFramework client)
            throws IOException, InterruptedException {
        var publisher = new ConfigPublisher(client, root, SCHEMA, 10);
        screen.heading("Publish, and watch from three clients");
        Map<String, String> values = MycatSchema.shop(2);
        published(publisher.publish(0, values, "anna", "two data nodes"));
        ConfigClient first = startClient(ensemble, "client-1", PATIENCE);
        for (int i = 2; i <= CLIENTS; i++) {
            startClient(ensemble, "client-" + i, PATIENCE);
        }
        screen.event("three clients run on version 1");

        values = MycatSchema.shop(3);
        long start = System.nanoTime();
        Snapshot second = publisher.publish(1, values, "anna", "a third data node");
        published(second);
        awaitClients(2, start);

        refuse(publisher, values);
        conflict(publisher);
        rollback(publisher);
        history(publisher);
        if (ensemble.isOurs()) {
            away(ensemble, publisher, first);
        } else {
            screen.heading("ZooKeeper away");
            screen.line("the ensemble is not ours to stop: this part is skipped");
        }
    }

    private void published(Snapshot snapshot) {
        screen.event(
                "%s published version %d: %d keys, %s",
                snapshot.revision().who(),
                snapshot.version(),
                snapshot.values().size(),
                snapshot.revision().comment());
    }

    private ConfigClient startClient(Ensemble ensemble, String name, Duration patience)
            throws InterruptedException {
        CuratorFramework client = Curators.connect(ensemble.connectString(), SESSION);
        open.add(client);
        ConfigListener listener =
                (snapshot, diff) -> {
                    arrivals.put(name + "@" + snapshot.version(), System.nanoTime());
                    if (snapshot.version() > 1) {
                        screen.event("%s has version %d, %s", name, snapshot.version(), diff);
                    }
                };
        var copy = new LastKnownGood(copies.resolve(name + ".copy"));
        ConfigClient started =
                ConfigClient.start(NodeReader.over(client), root, SCHEMA, copy, patience, listener);
        open.add(started);
        return started;
    }

    private void awaitClients(long version, long since) throws InterruptedException {
        long last = since;
        for (int i = 1; i <= CLIENTS; i++) {
            last = Math.max(last, awaitArrival("client-" + i + "@" + version));
        }
        screen.line("          all three had it after %.0f ms", (last - since) / 1e6);
    }

    private long awaitArrival(String key) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!arrivals.containsKey(key)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited in vain for " + key);
            }
            Thread.sleep(1); // told by another thread
        }
        return arrivals.get(key);
    }

    private void refuse(ConfigPublisher publisher, Map<String, String> values)
            throws InterruptedException {
        screen.heading("A publication with mistakes in it");
        var wrong = new TreeMap<>(values);
        wrong.put("server/port", "80660");
        wrong.put("schema/shop/orders/nodes", "dn1,dn2,dn4");
        wrong.remove("datanode/dn3/database");
        try {
            publisher.publish(2, wrong, "ben", "in a hurry");
        } catch (ConfigException.Invalid e) {
            screen.event("refused, and nothing was written:");
            for (Problem problem : e.problems()) {
                screen.line("    %s", problem);
            }
        }
    }

    private void conflict(ConfigPublisher publisher) throws InterruptedException {
        screen.heading("Two publishers who both read version 2");
        var annas = new TreeMap<>(publisher.current().values());
        var bens = new TreeMap<>(annas);
        annas.put("rule/by-customer/count", "6");
        bens.put("server/port", "9066");
        long start = System.nanoTime();
        published(publisher.publish(2, annas, "anna", "six shards"));
        try {
            publisher.publish(2, bens, "ben", "another port");
        } catch (ConfigException.Conflict e) {
            screen.event("ben is refused: %s", e.getMessage().replaceAll(" at .*", ""));
        }
        awaitClients(3, start);
    }

    private void rollback(ConfigPublisher publisher) throws InterruptedException {
        screen.heading("Back to version 2");
        long start = System.nanoTime();
        published(publisher.rollback(2, 3, "anna", "six were too many: back to version 2"));
        awaitClients(4, start);
    }

    private void history(ConfigPublisher publisher) throws InterruptedException {
        screen.heading("History");
        for (Revision revision : publisher.history()) {
            screen.line(
                    "version %d  %s  %-5s %s",
                    revision.version(), revision.when(), revision.who(), revision.comment());
        }
    }

    private void away(Ensemble ensemble, ConfigPublisher publisher, ConfigClient first)
            throws InterruptedException {
        screen.heading("ZooKeeper is away");
        ensemble.nodes().forEach(EnsembleNode::kill);
        screen.event("kill -9 all three servers");
        first.close();
        ConfigClient restarted = startClient(ensemble, "client-1", SHORT);
        screen.event(
                "client-1 starts again all the same: version %d from %s",
                restarted.current().version(), restarted.source());
        try {
            startClient(ensemble, "client-9", SHORT);
        } catch (ConfigException.Unavailable e) {
            screen.event("client-9, a new one, has no copy and says so");
        }
        ensemble.heal();
        screen.event("the servers are back");
        long start = System.nanoTime();
        publish(publisher);
        awaitClients(5, start);
    }

    /** The connection has to come back first. */
    private void publish(ConfigPublisher publisher) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                published(publisher.publish(4, MycatSchema.shop(4), "anna", "a fourth data node"));
                return;
            } catch (ConfigException.Unavailable e) {
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
        }
    }

    private void closeAll() throws IOException {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new IOException("cannot close", e);
            }
        }
    }

    private void deleteCopies() throws IOException {
        try (var files = Files.list(copies)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(copies);
    }

    private void remove(CuratorFramework client) throws InterruptedException {
        try {
            Curators.call(() -> client.delete().quietly().deletingChildrenIfNeeded().forPath(root));
        } catch (org.apache.zookeeper.KeeperException e) {
            System.err.println("Could not remove " + root + ": " + e.getMessage());
        }
    }
}
