package labs.zookeeper.p2p;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import labs.zookeeper.curator.Curators;
import org.apache.curator.framework.CuratorFramework;

/**
 * One node of the network: a server socket, a session with ZooKeeper, links to a few neighbours.
 * Thread-safe. Close it: its card vanishes at once. If it dies instead, its neighbours notice at
 * once, and its card goes when its session expires.
 */
public final class PeerNode implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final int WAITING = 256;
    private static final int PROBLEMS_KEPT = 100;
    private static final Duration SHORTEST_TRY = Duration.ofMillis(500);

    private final Card card;
    private final CuratorFramework client;
    private final Links links;
    private final Directory directory;
    private final Registration registration;
    private final Router router;
    private final Outbox outbox;
    private final ExecutorService workers;
    private final Deque<String> problems = new ArrayDeque<>(); // guarded by itself

    private PeerNode(PeerConfig config, MessageHandler application) throws IOException {
        String network = config.root();
        String id = config.id();
        links = new Links(network, id, config.topology(), this::report);
        card =
                new Card(
                        id,
                        UUID.randomUUID().toString().substring(0, 13),
                        InetAddress.getLoopbackAddress().getHostAddress(),
                        links.port(),
                        new TreeSet<>(config.abilities()));
        client = Curators.connect(config.connectString(), config.session());
        directory = new Directory(client, config.root(), this::report);
        registration = new Registration(client, config.root(), card, this::report);
        workers = workers(id);
        router =
                new Router(
                        id,
                        directory::map,
                        links::neighbours,
                        links::send,
                        application,
                        workers,
                        this::answered);
        outbox = new Outbox(id, card.incarnation(), router::route, this::whyNot);
    }

    private static ExecutorService workers(String id) {
        return new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    var thread = new Thread(work, "p2p-" + id + "-application");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Starts a node. It does not wait for anybody: see {@link #awaitRegistered}.
     *
     * @param application takes the messages for this node
     */
    public static PeerNode start(PeerConfig config, MessageHandler application) {
        try {
            var node = new PeerNode(config, application);
            node.links.start(node.directory::map, node.router::received, node::linksChanged);
            node.directory.start(node::mapChanged);
            node.registration.start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    private void mapChanged() {
        links.wake();
        registration.shown(directory.map());
    }

    private void linksChanged() {
        registration.publish(links.neighbours());
    }

    private void answered(Packet answer) {
        outbox.answered(answer);
    }

    /**
     * Waits until its card is in ZooKeeper.
     *
     * @throws TimeoutException when it is not; the message says why
     */
    public void awaitRegistered(Duration timeout) throws TimeoutException, InterruptedException {
        registration.await(timeout);
    }

    public Card card() {
        return card;
    }

    /** What ZooKeeper showed last. */
    public NetworkMap map() {
        return directory.map();
    }

    /** Whom it is connected to at this moment. */
    public SortedSet<String> neighbours() {
        return links.neighbours();
    }

    /** Its ways to the others at this moment. */
    public RoutingTable routes() {
        return router.table();
    }

    /** How many packets it handed on for others. */
    public long forwarded() {
        return router.forwarded();
    }

    /** How many messages it sent once more, since no answer had come. */
    public long repetitions() {
        return outbox.repetitions();
    }

    /** The last things that went wrong around it, the oldest first. */
    public List<String> problems() {
        synchronized (problems) {
            return List.copyOf(problems);
        }
    }

    private void report(String problem) {
        synchronized (problems) {
            if (problems.size() == PROBLEMS_KEPT) {
                problems.remove();
            }
            problems.add(problem);
        }
    }

    /**
     * Sends a message and waits for the answer, which proves that it was delivered. It is delivered
     * at most once, however often it is repeated on the way.
     *
     * @param payload at most 64 KiB
     * @throws UnreachableException when no answer came in time; whether it was delivered is then
     *     unknown
     * @throws RemoteFailureException when it was delivered, and the application there failed
     */
    public Answer send(String target, byte[] payload, Duration timeout)
            throws UnreachableException, RemoteFailureException, InterruptedException {
        return outbox.send(target, payload, timeout);
    }

    /**
     * Asks somebody who can: the nearest first, then, if no answer comes, the others. Each gets the
     * message at most once, but several may.
     *
     * @throws UnreachableException when nobody who can answered in time
     */
    public Answer ask(String ability, byte[] payload, Duration timeout)
            throws UnreachableException, RemoteFailureException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Set<String> silent = new HashSet<>();
        UnreachableException last = null;
        while (deadline - System.nanoTime() > 0) {
            Optional<String> nearest = nearest(ability, silent);
            if (nearest.isEmpty()) {
                silent.clear(); // ask them again; somebody may have come back, too
                TimeUnit.MILLISECONDS.sleep(20);
                continue;
            }
            try {
                return send(nearest.get(), payload, share(deadline));
            } catch (UnreachableException e) {
                silent.add(nearest.get());
                last = e;
            }
        }
        throw last != null
                ? last
                : new UnreachableException(
                        "nobody can " + ability + " whom " + card.id() + " can reach");
    }

    /** Half of what is left, so that another can be asked, too. */
    private static Duration share(long deadline) {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        Duration half = left.dividedBy(2);
        return half.compareTo(SHORTEST_TRY) > 0 ? half : left;
    }

    /** The node with this ability that is fewest hops away, if one can be reached. */
    private Optional<String> nearest(String ability, Set<String> silent) {
        // BEGIN SOLUTION
        RoutingTable table = router.table();
        return map().cards().values().stream()
                .filter(each -> each.can(ability) && !silent.contains(each.id()))
                .map(Card::id)
                .filter(id -> table.to(id).isPresent())
                .min(Comparator.comparingInt(id -> table.to(id).orElseThrow().hops()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    private String whyNot(String target) {
        RoutingTable table = router.table();
        if (!map().cards().containsKey(target)) {
            return "no node of that name is registered";
        }
        return table.to(target)
                .map(route -> "there is a way, over " + route.next())
                .orElse("no way leads there; " + card.id() + " reaches " + table.routes().keySet());
    }

    /** Leaves the network in order. */
    @Override
    public void close() {
        crash();
        client.close(); // ends the session, and with it card and links vanish
    }

    /** Stops as a process does that is killed: the session stays, until it expires. */
    void crash() {
        links.close();
        registration.close();
        directory.close();
        workers.shutdownNow();
    }

    /** The connection to ZooKeeper, for tests that harm it. */
    CuratorFramework client() {
        return client;
    }
}
