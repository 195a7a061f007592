package labs.zookeeper.p2p;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The live links of one node: it listens, it connects to the neighbours that the topology wants,
 * again and again until they answer, and it knows who is connected at this moment. Of two nodes the
 * one with the smaller name connects. Thread-safe.
 */
final class Links implements AutoCloseable {
    private static final int CONNECT_MS = 1_000;
    private static final int LOOK_EVERY_MS = 200;
    private static final int GREETERS = 32;

    private final String network;
    private final String self;
    private final Topology topology;
    private final ServerSocket server;
    private final ConcurrentMap<String, Link> live = new ConcurrentHashMap<>();
    private final ExecutorService greeters;
    private final Thread acceptor;
    private final Thread dialer;
    private final Consumer<String> reports;
    private Supplier<NetworkMap> map; // set by start
    private BiConsumer<String, Packet> receiver; // set by start
    private Runnable onChange; // set by start
    private boolean closed; // guarded by this

    Links(String network, String self, Topology topology, Consumer<String> reports)
            throws IOException {
        this.network = network;
        this.self = self;
        this.topology = topology;
        this.reports = reports;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.acceptor = daemon("acceptor", this::accept);
        this.dialer = daemon("dialer", this::dial);
        // Who connects and does not greet holds a thread until the socket's timeout, and no more
        // than that.
        this.greeters =
                new ThreadPoolExecutor(
                        0,
                        GREETERS,
                        1,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> daemon("greeter", work),
                        (work, pool) -> reports.accept("too many connect at once"));
    }

    private Thread daemon(String role, Runnable work) {
        var thread = new Thread(work, "p2p-" + self + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return server.getLocalPort();
    }

    void start(Supplier<NetworkMap> map, BiConsumer<String, Packet> receiver, Runnable onChange) {
        this.map = map;
        this.receiver = receiver;
        this.onChange = onChange;
        acceptor.start();
        dialer.start();
    }

    /** Who is connected now. */
    SortedSet<String> neighbours() {
        return new TreeSet<>(live.keySet());
    }

    /** Hands it to a neighbour's link; false if there is none, or too much waits there. */
    boolean send(String neighbour, Packet packet) {
        Link link = live.get(neighbour);
        return link != null && link.offer(packet);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                greeters.execute(() -> greet(socket));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                reports.accept("cannot accept connections any more: " + e);
            }
        }
    }

    private void greet(Socket socket) {
        try {
            Link link = Link.greet(socket, network, self);
            Link old = live.put(link.neighbour(), link);
            if (old != null) {
                old.close(); // it has begun anew, and has not heard the end of the last one
            }
            if (isClosed()) {
                link.close();
            }
            link.start(self, new Ends());
            onChange.run();
        } catch (MalformedException e) {
            reports.accept("a connection was refused: " + e.getMessage());
            close(socket);
        } catch (IOException e) {
            close(socket); // it went away before it greeted
        }
    }

    private final class Ends implements Link.Events {
        @Override
        public void received(String neighbour, Packet packet) {
            receiver.accept(neighbour, packet);
        }

        @Override
        public void ended(Link link, String reason) {
            if (reason != null) {
                reports.accept("the link to " + link.neighbour() + " was closed: " + reason);
            }
            if (live.remove(link.neighbour(), link)) {
                onChange.run();
            }
        }
    }

    private void dial() {
        try {
            while (true) {
                dialMissing();
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    wait(LOOK_EVERY_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dialMissing() {
        NetworkMap now = map.get();
        var known = new TreeSet<>(now.cards().keySet());
        known.add(self);
        for (Card card : now.cards().values()) {
            boolean mine = self.compareTo(card.id()) < 0;
            boolean wanted = topology.links(self, card.id(), known);
            if (mine && wanted && !live.containsKey(card.id())) {
                connect(card);
            } else if (mine && !wanted && live.containsKey(card.id())) {
                live.get(card.id()).close(); // the network has grown between us
            }
        }
    }

    private void connect(Card card) {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(card.host(), card.port()), CONNECT_MS);
        } catch (IOException e) {
            close(socket); // not there; we look again soon
            return;
        }
        greet(socket);
    }

    /** Look again now: the map has changed. */
    synchronized void wake() {
        notifyAll();
    }

    private static void close(java.io.Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        close(server);
        greeters.shutdownNow();
        live.values().forEach(Link::close);
    }
}
