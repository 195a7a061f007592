package labs.zookeeper.p2p;

import static labs.zookeeper.curator.Curators.call;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Keeps this node's card and its list of neighbours in ZooKeeper, as ephemeral nodes: they end with
 * its session, and a new session gets new ones. Thread-safe; all writing is done by one thread.
 */
final class Registration implements AutoCloseable {
    private static final int AGAIN_MS = 300;

    private final CuratorFramework client;
    private final String root;
    private final Card card;
    private final Consumer<String> reports;
    private final ScheduledExecutorService thread;
    private final ConnectionStateListener listener = this::stateChanged;
    private final CountDownLatch registered = new CountDownLatch(1);
    private volatile String problem = "ZooKeeper does not answer";
    private volatile SortedSet<String> neighbours = new TreeSet<>();

    Registration(CuratorFramework client, String root, Card card, Consumer<String> reports) {
        this.client = client;
        this.root = root;
        this.card = card;
        this.reports = reports;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            var made = new Thread(work, "p2p-" + card.id() + "-registration");
                            made.setDaemon(true);
                            return made;
                        });
    }

    /** Begins to register; does not wait. */
    void start() {
        client.getConnectionStateListenable().addListener(listener);
        soon(0);
    }

    private void stateChanged(CuratorFramework c, ConnectionState state) {
        // BEGIN SOLUTION
        // It may be a new session, without our nodes; looking costs little.
        if (state.isConnected()) {
            soon(0);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /** What ZooKeeper shows has changed: if somebody deleted our card, it is written again. */
    void shown(NetworkMap map) {
        // BEGIN SOLUTION
        boolean all = map.cards().containsKey(card.id()) && map.links().containsKey(card.id());
        if (registered.getCount() == 0 && !all) {
            soon(0);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /** Writes the list of neighbours soon. */
    void publish(SortedSet<String> now) {
        neighbours = new TreeSet<>(now);
        soon(0);
    }

    private void soon(long delayMs) {
        try {
            thread.schedule(this::register, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed, and nothing is registered any more
        }
    }

    private void register() {
        try {
            if (!client.getZookeeperClient().isConnected()) {
                return; // the listener is told when it is
            }
            writeAll();
            registered.countDown();
        } catch (NameTakenException e) {
            retry(e.getMessage()); // by a node that lives, or by one whose session soon ends
        } catch (KeeperException.NoNodeException e) {
            retry("there is no " + e.getPath() + ": does the chroot of the connect string exist?");
        } catch (KeeperException.NodeExistsException e) {
            soon(0); // perhaps by ourselves: the answer was lost, and Curator repeated it
        } catch (KeeperException e) {
            retry("ZooKeeper refused: " + e.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void retry(String what) {
        if (!what.equals(problem)) {
            reports.accept("cannot register: " + what);
        }
        problem = what;
        soon(AGAIN_MS);
    }

    private static final class NameTakenException extends Exception {
        private static final long serialVersionUID = 1;

        NameTakenException(String id) {
            super("the name " + id + " is taken by another node");
        }
    }

    /** Card and neighbours as they should be, whatever is there: nothing, ours, or a leftover. */
    private void writeAll() throws KeeperException, InterruptedException, NameTakenException {
        // BEGIN SOLUTION
        String place = root + "/cards/" + card.id();
        if (!isOurs(place)) {
            if (isTaken(place)) {
                throw new NameTakenException(card.id());
            }
            remove(place); // of a session before this one: it would vanish when that one expires
            create(place, CardCodec.encode(card));
        }
        String list = root + "/links/" + card.id();
        byte[] links = CardCodec.encodeLinks(neighbours);
        if (isOurs(list)) {
            call(() -> client.setData().forPath(list, links));
        } else {
            remove(list); // the card is ours, so nobody else may write here
            create(list, links);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private boolean isOurs(String path) throws KeeperException, InterruptedException {
        Stat stat = call(() -> client.checkExists().forPath(path));
        long session = call(() -> client.getZookeeperClient().getZooKeeper()).getSessionId();
        return stat != null && stat.getEphemeralOwner() == session;
    }

    private boolean isTaken(String place) throws KeeperException, InterruptedException {
        try {
            Card there = CardCodec.decode(card.id(), call(() -> client.getData().forPath(place)));
            return !there.incarnation().equals(card.incarnation());
        } catch (KeeperException.NoNodeException | MalformedException e) {
            return false; // free, or nonsense that somebody left at our place
        }
    }

    private void remove(String path) throws KeeperException, InterruptedException {
        call(() -> client.delete().quietly().forPath(path));
    }

    private void create(String path, byte[] data) throws KeeperException, InterruptedException {
        call(
                () ->
                        client.create()
                                .creatingParentsIfNeeded()
                                .withMode(CreateMode.EPHEMERAL)
                                .forPath(path, data));
    }

    // END SOLUTION
    /**
     * Waits until the card was written for the first time.
     *
     * @throws TimeoutException when it was not; its message says why
     */
    void await(Duration timeout) throws TimeoutException, InterruptedException {
        if (!registered.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(card.id() + " is not registered: " + problem);
        }
    }

    @Override
    public void close() {
        client.getConnectionStateListenable().removeListener(listener);
        thread.shutdownNow();
    }
}
