package labs.zookeeper.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cluster.zookeeper.Ensemble;
import labs.kit.FaultProxy;
import labs.zookeeper.ensemble.TestRoot;

/** The nodes of one test, each with a connection to ZooKeeper that can be cut. */
final class Peers implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);
    private static final String ROOT = "/p2p";

    private final Ensemble ensemble;
    private final TestRoot root;
    private final Topology topology;
    private final String links;
    private final Duration session;
    private final Map<String, PeerNode> nodes = new TreeMap<>();
    private final Map<String, FaultProxy> proxies = new TreeMap<>();
    private final Map<String, Process> processes = new TreeMap<>();
    private final List<PeerNode> dead = new java.util.ArrayList<>();
    private final List<FaultProxy> retired = new java.util.ArrayList<>();

    /** How often each payload was delivered to an application, at node and payload. */
    final Map<String, AtomicInteger> deliveries = new ConcurrentHashMap<>();

    private Peers(Ensemble ensemble, TestRoot root, Topology topology, String links) {
        this.ensemble = ensemble;
        this.root = root;
        this.topology = topology;
        this.links = links;
        this.session = Duration.ofSeconds(2);
    }

    static Peers linked(Ensemble ensemble, TestRoot root, String links) {
        return new Peers(ensemble, root, Topology.parse(links), links);
    }

    static Peers ring(Ensemble ensemble, TestRoot root) {
        return new Peers(ensemble, root, Topology.ring(), "");
    }

    /** Starts nodes; each answers a message with the way that it came. */
    Peers start(String... ids) {
        for (String id : ids) {
            start(id, Set.of(), message -> PeerMain.answer(id, message));
        }
        return this;
    }

    PeerNode start(String id, Set<String> abilities, MessageHandler application) {
        FaultProxy proxy =
                proxies.computeIfAbsent(
                        id,
                        key ->
                                FaultProxy.to(
                                        ensemble.nodes()
                                                .get(Math.floorMod(key.hashCode(), 3))
                                                .port()));
        String connectString = "127.0.0.1:" + proxy.port() + root.path();
        var config = new PeerConfig(connectString, ROOT, id, abilities, topology, session);
        PeerNode node = PeerNode.start(config, message -> count(id, message, application));
        nodes.put(id, node);
        return node;
    }

    private byte[] count(String id, Message message, MessageHandler application) {
        String key = id + ":" + new String(message.payload(), StandardCharsets.UTF_8);
        deliveries.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
        return application.handle(message);
    }

    /** Starts a node as a process of its own. */
    Peers startProcess(String id) {
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerMain.class.getName(),
                        root.chroot(),
                        ROOT,
                        id,
                        "process",
                        links);
        try {
            processes.put(
                    id,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** kill -9. */
    void killProcess(String id) throws InterruptedException {
        Process process = processes.remove(id);
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    PeerNode node(String id) {
        return nodes.get(id);
    }

    FaultProxy zooKeeperOf(String id) {
        return proxies.get(id);
    }

    /**
     * Stops a node as if its process was killed: sockets break, its session lives on for a while.
     */
    void kill(String id) {
        FaultProxy proxy = proxies.remove(id); // whoever takes its name gets another
        retired.add(proxy);
        proxy.refuse();
        proxy.cut();
        PeerNode node = nodes.remove(id);
        node.crash();
        dead.add(node);
    }

    /** Waits until each node has a way to each other. */
    Peers awaitWays() {
        int others = nodes.size() + processes.size() - 1;
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(nodes.values())
                                        .allSatisfy(
                                                node ->
                                                        assertThat(node.routes().routes())
                                                                .as(
                                                                        "ways of %s; its problems: %s",
                                                                        node.card().id(),
                                                                        node.problems())
                                                                .hasSize(others)));
        // Ways are one thing, names another: cards come by themselves.
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(nodes.values())
                                        .allSatisfy(
                                                node ->
                                                        assertThat(node.map().cards())
                                                                .hasSizeGreaterThan(others)));
        return this;
    }

    /** The way that a message takes, and where it ended. */
    String way(String from, String to) throws Exception {
        Answer answer = node(from).send(to, bytes("hello"), LONG);
        return new String(answer.payload(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        processes.values().forEach(process -> process.toHandle().destroyForcibly());
        nodes.values().forEach(PeerNode::crash);
        dead.addAll(nodes.values());
        retired.forEach(FaultProxy::heal); // a session ends faster over a connection than without
        // All at once: a session that was cut off takes a moment to end.
        dead.parallelStream().forEach(node -> node.client().close());
        proxies.values().forEach(FaultProxy::close);
        retired.forEach(FaultProxy::close);
    }
}
