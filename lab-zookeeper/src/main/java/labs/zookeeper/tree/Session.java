package labs.zookeeper.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.zookeeper.Listeners;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;

/**
 * One ZooKeeper session at a time. A session that has expired is gone for good: every listener
 * hears {@link SessionState#EXPIRED}, and only then does a new session begin, with a new {@link
 * #id} and without the ephemeral nodes and watches of the old one. Thread-safe.
 *
 * <pre>{@code
 * try (var session = Session.connect("127.0.0.1:2181/app", ofSeconds(10), ofSeconds(30))) {
 *     new Tree(session).create("/greeting", "hello".getBytes(UTF_8));
 * }
 * }</pre>
 */
public final class Session implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ConnectString servers;
    private final Duration timeout;
    private final Duration patience;
    private final Listeners<SessionListener> listeners = new Listeners<>();
    private final List<Authority> authorities = new ArrayList<>(); // guarded by this
    private final ExecutorService teller;
    private volatile ZooKeeper zooKeeper; // written under this
    private volatile SessionState state = SessionState.CONNECTING; // written under this
    private int generation; // guarded by this; counts the sessions

    private Session(ConnectString servers, Duration timeout, Duration patience) {
        this.servers = servers;
        this.timeout = timeout;
        this.patience = patience;
        String name = "session-" + NUMBERS.incrementAndGet() + "-listeners";
        this.teller = Executors.newSingleThreadExecutor(task -> daemon(task, name));
        open();
    }

    /** What we show to be let in. */
    private record Authority(String scheme, byte[] proof) {
        void showTo(ZooKeeper handle) {
            handle.addAuthInfo(scheme, proof);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens a session, and returns when it is connected.
     *
     * @param connectString {@code host:port,host:port/chroot}. The chroot must exist: one that is
     *     missing is more often a slip of the pen than a wish, and creating it would hide that
     * @param timeout how long the servers keep the session when they do not hear of us; they may
     *     grant another, see {@link #timeout}
     * @param patience how long to wait for a server, here and in every later call that is cut off
     * @throws IllegalArgumentException when the string is malformed; it says where
     * @throws NotConnectedException when no server let us in in time
     * @throws ChrootMissingException when there is no such path
     */
    public static Session connect(String connectString, Duration timeout, Duration patience)
            throws InterruptedException {
        var session = new Session(ConnectString.parse(connectString), timeout, patience);
        try {
            session.awaitConnected(patience);
            session.checkChroot();
            return session;
        } catch (RuntimeException | InterruptedException e) {
            session.close();
            throw e;
        }
    }

    private synchronized void open() {
        if (state == SessionState.CLOSED) {
            return;
        }
        int opened = ++generation;
        try {
            zooKeeper =
                    new ZooKeeper(
                            servers.text(),
                            Math.toIntExact(timeout.toMillis()),
                            event -> heard(opened, event));
            authorities.forEach(each -> each.showTo(zooKeeper));
            state = SessionState.CONNECTING; // after the handle: nobody takes the old one for new
        } catch (IOException e) {
            throw new UncheckedIOException("no ZooKeeper client for " + servers.text(), e);
        }
    }

    /** What the client of that session reports, on its event thread, which we must not hold up. */
    private void heard(int generation, WatchedEvent event) {
        // BEGIN SOLUTION
        synchronized (this) {
            if (event.getType() != EventType.None || generation != this.generation) {
                return; // of a watch, or a last word of the session before
            }
            SessionState next = state.after(event.getState());
            if (next != state) {
                become(next);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private synchronized void become(SessionState next) {
        state = next;
        notifyAll();
        // Those who listen now: who comes before this is told hears of later changes only.
        List<SessionListener> audience = listeners.now();
        teller.execute(() -> listeners.tell(audience, listener -> listener.changed(next)));
        if (next == SessionState.EXPIRED) {
            // In the queue behind the listeners: nobody meets the new session before all have
            // heard that the old one is lost.
            teller.execute(this::open);
        }
    }

    // END SOLUTION

    /**
     * Returns when the session, or the one after it, is connected.
     *
     * @throws NotConnectedException when that takes longer
     * @throws IllegalStateException when it is closed
     */
    public void awaitConnected(Duration limit) throws InterruptedException {
        // BEGIN SOLUTION
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (state != SessionState.CONNECTED && state != SessionState.CLOSED) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new NotConnectedException(servers, limit);
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        if (state == SessionState.CLOSED) {
            throw new IllegalStateException("this session was closed by us");
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    private void checkChroot() throws InterruptedException {
        // BEGIN SOLUTION
        if (calls().repeated("/", zk -> zk.exists("/", false)) == null) {
            throw new ChrootMissingException(servers);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-1: see README, part 1");
    }

    /** The state at this moment; listeners may hear of it a little later. */
    public SessionState state() {
        return state;
    }

    /** Whether that handle's session is the current one, and connected. */
    public boolean isConnected(ZooKeeper handle) {
        // In this order: the handle of an old session never meets the state of a new one.
        return state == SessionState.CONNECTED && handle == zooKeeper;
    }

    /** Whether that handle's session is over. */
    public boolean isOver(ZooKeeper handle) {
        return handle != zooKeeper || state == SessionState.EXPIRED || state == SessionState.CLOSED;
    }

    /**
     * The client's own handle of the current session. It stays that session's for ever: whoever
     * keeps it gets {@code SessionExpired} from it when the session is over.
     */
    public ZooKeeper zooKeeper() {
        return zooKeeper;
    }

    /** The number that the servers gave the current session; 0 before it is connected. */
    public long id() {
        return zooKeeper.getSessionId();
    }

    /** What the servers granted: after so long without a word from us they end the session. */
    public Duration timeout() {
        return Duration.ofMillis(zooKeeper.getSessionTimeout());
    }

    NotConnectedException notConnected(Duration limit) {
        return new NotConnectedException(servers, limit);
    }

    /** How long calls wait for a server. */
    public Duration patience() {
        return patience;
    }

    /** Calls of this session. */
    public Calls calls() {
        return new Calls(this);
    }

    /**
     * Shows who we are, in this session and all that follow it: access control lists that name us
     * let us in. Does not wait for the server. A proof that is refused ends the session's
     * connection for good, as ZooKeeper has it; a wrong password is not refused, it is another
     * name.
     *
     * @param scheme such as {@code digest}
     * @param proof such as {@code ann:secret}, in bytes
     */
    public synchronized void addAuth(String scheme, byte[] proof) {
        var authority = new Authority(scheme, proof.clone());
        authorities.add(authority);
        authority.showTo(zooKeeper);
    }

    /**
     * Runs that on the thread on which the listeners hear of changes, behind what they hear now.
     */
    public void tell(Runnable news) {
        try {
            teller.execute(() -> Listeners.guarded(news));
        } catch (RejectedExecutionException e) {
            // It is closed, and they have heard of that.
        }
    }

    /** From now on, that listener hears of changes. */
    public void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    /** That listener hears no more, but of a change that it is being told just now. */
    public void removeListener(SessionListener listener) {
        listeners.remove(listener);
    }

    /**
     * Ends the session: its ephemeral nodes go at once. Listeners hear {@link SessionState#CLOSED}.
     * A second time does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (state == SessionState.CLOSED) {
                return;
            }
            // BEGIN SOLUTION
            become(SessionState.CLOSED);
            // END SOLUTION
            // STUB: state = SessionState.CLOSED;
        }
        teller.shutdown();
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
