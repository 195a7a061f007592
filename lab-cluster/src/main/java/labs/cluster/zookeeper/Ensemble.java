package labs.cluster.zookeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import labs.cluster.Awaiting;
import labs.cluster.Cluster;
import labs.cluster.Node;
import labs.cluster.Ports;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import labs.cluster.ServerEndedException;
import labs.cluster.SystemCluster;
import labs.cluster.WorkDirectory;
import labs.cluster.container.ZooKeeperContainers;

/**
 * A ZooKeeper ensemble: one that we started, each server a process of this machine, or one that
 * runs elsewhere. Thread-safe. Close it: that kills its servers and deletes their directories.
 *
 * <p>Its tick is short (200 ms; ZooKeeper's default is 2 s), so that sessions of 400 ms are allowed
 * and a dead leader is noticed in about a second.
 */
public final class Ensemble extends SystemCluster<EnsembleNode> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Routes DIRECT = (from, to, port) -> port;

    private final String connectString;

    /** One of yours. */
    private Ensemble(String connectString) {
        this.connectString = connectString;
    }

    private Ensemble(Provision provision, List<EnsembleNode> nodes, Runnable remains) {
        super(provision, nodes, remains);
        this.connectString = nodes.stream().map(Node::address).collect(Collectors.joining(","));
    }

    /**
     * The ensemble that {@code LAB_ZOOKEEPER} names, or one of that many servers of our own.
     *
     * @throws IllegalStateException as {@link #start(int)}
     */
    public static Ensemble fromEnvironmentOr(int servers) {
        Provision provision = Provision.of(RealSystem.ZOOKEEPER);
        Ensemble ensemble =
                switch (provision) {
                    case YOURS ->
                            new Ensemble(Provision.address(RealSystem.ZOOKEEPER).orElseThrow());
                    case EMBEDDED -> start(servers);
                    case CONTAINERS -> inContainers(servers);
                    case NATIVE ->
                            throw provision.notFor(
                                    RealSystem.ZOOKEEPER, Provision.EMBEDDED, Provision.CONTAINERS);
                };
        provision.say(RealSystem.ZOOKEEPER, ensemble.connectString());
        return ensemble;
    }

    /**
     * How followers reach their leader: by default, directly. Votes in elections always go
     * directly: servers open those connections to the address that the other one names as its own,
     * whatever their own configuration says.
     */
    @FunctionalInterface
    public interface Routes {
        /**
         * Asked once for each server and each other one.
         *
         * @return the port of this machine that server {@code from} is told instead of {@code
         *     port}, the one on which server {@code to} listens for followers
         */
        int port(int from, int to, int port);
    }

    /** {@link #start(int, Routes)} with servers that reach each other directly. */
    public static Ensemble start(int servers) {
        return start(servers, DIRECT);
    }

    /**
     * Starts that many servers and waits until they serve clients.
     *
     * @throws IllegalStateException when they do not come up within a minute; it holds the end of
     *     their logs
     */
    public static Ensemble start(int servers, Routes routes) {
        Ensemble ensemble = create(servers, routes);
        try {
            ensemble.heal();
            return ensemble;
        } catch (RuntimeException e) {
            ensemble.close();
            throw e;
        }
    }

    private static Ensemble inContainers(int servers) {
        Provision.requireContainers();
        var containers = ZooKeeperContainers.start(servers);
        List<EnsembleNode> nodes = containers.nodes().stream().map(EnsembleNode::new).toList();
        return new Ensemble(Provision.CONTAINERS, nodes, containers::close);
    }

    private static Ensemble create(int count, Routes routes) {
        List<Integer> ports = Ports.free(3 * count);
        WorkDirectory directory = WorkDirectory.create("zookeeper");
        var nodes = new ArrayList<EnsembleNode>();
        for (int i = 0; i < count; i++) {
            int id = i + 1;
            int port = ports.get(3 * i);
            Path own = directory.path().resolve("server-" + id);
            List<String> members = members(id, ports, routes);
            // In ticks. A follower that meets a proxy where its leader does not listen yet believes
            // that it is connected, and the leader then waits for it as long as that.
            int initLimit = routes == DIRECT ? 50 : 15;
            List<String> configuration = configuration(own, port, initLimit, members);
            nodes.add(EnsembleNode.embedded(id, port, own, configuration));
        }
        return new Ensemble(Provision.EMBEDDED, nodes, directory::close);
    }

    /** The servers as server {@code from} is to reach them; itself too, as it listens. */
    private static List<String> members(int from, List<Integer> ports, Routes routes) {
        var members = new ArrayList<String>();
        for (int to = 1; 3 * to <= ports.size(); to++) {
            int quorum = ports.get(3 * to - 2);
            int election = ports.get(3 * to - 1);
            if (to != from) {
                quorum = routes.port(from, to, quorum);
            }
            members.add("server." + to + "=127.0.0.1:" + quorum + ":" + election);
        }
        return members;
    }

    private static List<String> configuration(
            Path directory, int port, int initLimit, List<String> members) {
        var lines =
                new ArrayList<>(
                        List.of(
                                "dataDir=" + directory.resolve("data"),
                                "clientPort=" + port,
                                "clientPortAddress=127.0.0.1",
                                "tickTime=200",
                                "initLimit=" + initLimit,
                                "syncLimit=10",
                                "maxSessionTimeout=60000",
                                "maxClientCnxns=0",
                                "admin.enableServer=false",
                                "4lw.commands.whitelist=*"));
        if (members.size() > 1) {
            lines.addAll(members); // without them, a server stands alone
        }
        return lines;
    }

    /** What a client connects to: {@code host:port,host:port,host:port}. */
    public String connectString() {
        return connectString;
    }

    /** The server that leads (or stands alone); waits for one. */
    public EnsembleNode leader() {
        await("a leader", () -> findLeader().isPresent());
        return findLeader().orElseGet(this::leader);
    }

    private Optional<EnsembleNode> findLeader() {
        return nodes().stream().filter(server -> leads(server.role())).findFirst();
    }

    private static boolean leads(Role role) {
        return role == Role.LEADER || role == Role.STANDALONE;
    }

    /** A server that follows; waits for one. */
    public EnsembleNode follower() {
        await("a follower", () -> findFollower().isPresent());
        return findFollower().orElseGet(this::follower);
    }

    private Optional<EnsembleNode> findFollower() {
        return nodes().stream().filter(server -> server.role() == Role.FOLLOWER).findFirst();
    }

    /** Waits until every server that we started serves clients. */
    @Override
    public void awaitServing() {
        await("all servers to serve", () -> nodes().stream().allMatch(Ensemble::serves));
    }

    private static boolean serves(EnsembleNode server) {
        if (!server.isAlive()) {
            throw ServerEndedException.of(server);
        }
        Role role = server.role();
        return leads(role) || role == Role.FOLLOWER;
    }

    private void await(String what, BooleanSupplier condition) {
        Awaiting.until(what, PATIENCE, condition, () -> Cluster.lastLines(nodes()));
    }
}
