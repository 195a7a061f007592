package labs.zookeeper.zab.net;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import labs.zookeeper.Listeners;
import labs.zookeeper.zab.NotPrimaryException;
import labs.zookeeper.zab.ReplicatedCounter;
import labs.zookeeper.zab.ZabNode;
import labs.zookeeper.zab.net.ClientReply.Local;
import labs.zookeeper.zab.net.ClientReply.NotPrimary;
import labs.zookeeper.zab.net.ClientReply.Sum;
import labs.zookeeper.zab.net.ClientReply.Unknown;

/** One node with all that belongs to it: the wiring, and the start and the end. Thread-safe. */
public final class ZabServer implements AutoCloseable {
    private static final int WAITING = 1_000;

    private final ZabConfig config;
    private final EventLoop loop;
    private final FileDisk disk;
    private final Map<Integer, PeerLink> links = new TreeMap<>();
    private final PeerServer peers;
    private final ClientPort clients;
    private final ReplicatedCounter counter; // confined to the loop

    private ZabServer(ZabConfig config, Consumer<String> log, Consumer<Throwable> onFailure) {
        this.config = config;
        this.disk = FileDisk.open(config.file());
        this.loop = new EventLoop("zab-node-" + config.id(), onFailure);
        this.peers =
                new PeerServer(
                        config.id(),
                        config.nodes(),
                        config.listen(),
                        (from, message) -> loop.execute(() -> node().receive(from, message)),
                        log);
        this.clients = new ClientPort(config.id(), ownClients(), loop, this::answer, log);
        connect();
        this.counter = new ReplicatedCounter(machine());
    }

    /**
     * Starts a node with what its file holds.
     *
     * @param log is told, by many threads, what an operator should know
     * @param onFailure is told, once, why the node ended itself, for example as its disk failed
     * @throws UncheckedIOException if a port is taken, or the file cannot be opened
     * @throws CorruptDiskException if the file is damaged
     */
    public static ZabServer start(
            ZabConfig config, Consumer<String> log, Consumer<Throwable> onFailure) {
        Consumer<String> guarded = line -> Listeners.guarded(() -> log.accept(line));
        var server = new ZabServer(config, guarded, onFailure);
        try {
            server.start();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private InetSocketAddress ownClients() {
        return config.clients().get(config.id());
    }

    private void connect() {
        for (int peer = 0; peer < config.nodes(); peer++) {
            if (peer != config.id()) {
                var hello = new Hello(config.id(), peer, config.nodes());
                links.put(peer, new PeerLink(hello, config.peers().get(peer), WAITING));
            }
        }
    }

    private SocketMachine machine() {
        return new SocketMachine(config.id(), links, loop, disk, name -> node().timeout(name));
    }

    private void start() {
        try {
            loop.execute(() -> node().start());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peers.start();
        clients.start();
        links.values().forEach(PeerLink::start);
        loop.start();
    }

    private ZabNode node() {
        return counter.node();
    }

    private CompletableFuture<ClientReply> answer(ClientRequest request) {
        if (request instanceof ClientRequest.Add add) {
            var sum = add.summand() == 0 ? counter.read() : counter.add(add.summand());
            return sum.handle((value, failure) -> reply(value, failure));
        }
        var local = new Local(node().isPrimary(), counter.peek(), node().delivered().size());
        return CompletableFuture.completedFuture(local);
    }

    private ClientReply reply(Long sum, Throwable failure) {
        if (failure == null) {
            return new Sum(sum);
        }
        return failure instanceof NotPrimaryException ? new NotPrimary(primary()) : new Unknown();
    }

    private String primary() {
        return node().follows()
                .filter(leader -> leader != config.id())
                .map(leader -> config.clients().get(leader))
                .map(address -> address.getHostString() + ":" + address.getPort())
                .orElse("");
    }

    /** Ends it; what it acknowledged is in its file. */
    @Override
    public void close() {
        peers.close();
        clients.close();
        links.values().forEach(PeerLink::close);
        loop.close();
        disk.close();
    }
}
