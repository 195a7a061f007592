package labs.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A TCP proxy that does to real connections what bad networks do: delays, black holes, resets,
 * throttling, lost replies (also those that a {@link ReplyFilter} names), refused connections. It
 * listens on the loopback interface, on a port of its own that stays the same until {@link #close}.
 *
 * <p>Bytes are never dropped out of the middle of a stream, as TCP never does: what a delay or a
 * black hole holds back arrives when the proxy is healed, unless the connection ended before.
 *
 * <p>Thread-safe. Faults act on open connections and new ones, from the next chunk of bytes on.
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.to(server.port());
 *         var client = connect(proxy.address())) {
 *     proxy.loseReplies(1);
 *     client.transfer(100);
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress target;
    private final Listener listener;
    private final Weather weather = new Weather();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final LongAdder connections = new LongAdder();
    private final LongAdder bytesToServer = new LongAdder();
    private final LongAdder bytesToClient = new LongAdder();
    private final LongAdder repliesLost = new LongAdder();
    private final LongAdder cuts = new LongAdder();
    private volatile ReplyFilter.Factory filters = () -> ReplyFilter.NONE;
    private Thread player; // guarded by this; null when no schedule was played
    private boolean closed; // guarded by this

    private FaultProxy(InetSocketAddress target) {
        this.target = target;
        this.listener = new Listener(this::connect);
    }

    /** Starts a proxy before a server of this machine. */
    public static FaultProxy to(int port) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Starts a proxy before a server. */
    public static FaultProxy to(InetSocketAddress server) {
        return new FaultProxy(server);
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** The port of {@link #address}. */
    public int port() {
        return address().getPort();
    }

    /** What has passed so far. */
    public Traffic traffic() {
        return new Traffic(
                connections.sum(),
                bytesToServer.sum(),
                bytesToClient.sum(),
                repliesLost.sum(),
                cuts.sum());
    }

    /** Holds every chunk back for this long, in each direction. */
    public void delay(Duration by) {
        weather.delay(by);
    }

    /** Lets at most so many bytes a second pass, per connection and direction. */
    public void throttle(int bytesPerSecond) {
        weather.throttle(bytesPerSecond);
    }

    /** Passes nothing more in this direction, while connections stay open. */
    public void blackHole(Direction direction) {
        weather.blackHole(direction);
    }

    /**
     * Delivers the next {@code count} requests to the server and cuts the connection when its reply
     * comes back: the server has done the work, the client does not know.
     */
    public void loseReplies(int count) {
        weather.loseReplies(count);
    }

    /**
     * Lets a filter decide which replies get lost, on each connection from now on, whatever else is
     * or gets healed.
     */
    public void filter(ReplyFilter.Factory factory) {
        filters = factory;
    }

    /** Resets every open connection. */
    public void cut() {
        links.forEach(Link::cut);
    }

    /** Closes every open connection in order, as an idle server does. */
    public void hangUp() {
        links.forEach(Link::close);
    }

    /** Refuses new connections until healed, as a machine does where no server runs. */
    public void refuse() {
        listener.goAway();
    }

    /** Ends every fault. */
    public synchronized void heal() {
        weather.clear();
        if (!closed) {
            listener.comeBack();
        }
    }

    /** Applies a fault, or heals. */
    public void apply(Fault fault) {
        if (fault instanceof Fault.Delay delay) {
            delay(delay.by());
        } else if (fault instanceof Fault.Throttle throttle) {
            throttle(throttle.bytesPerSecond());
        } else if (fault instanceof Fault.BlackHole hole) {
            blackHole(hole.direction());
        } else if (fault instanceof Fault.LoseReplies replies) {
            loseReplies(replies.count());
        } else if (fault instanceof Fault.Cut) {
            cut();
        } else if (fault instanceof Fault.Refuse) {
            refuse();
        } else {
            heal();
        }
    }

    /**
     * Plays a schedule from now on, on a thread of the proxy.
     *
     * @return ends when the last step was applied; the proxy is then as that step left it
     */
    public synchronized CompletableFuture<Void> play(Schedule schedule) {
        if (closed || (player != null && player.isAlive())) {
            throw new IllegalStateException("closed, or a schedule is already playing");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        player = new Thread(() -> schedule.run(this::apply, done), name() + "-schedule");
        player.start();
        return done;
    }

    /** Closes every connection, and returns when every thread of the proxy has ended. */
    @Override
    public void close() {
        try {
            stopPlaying();
            listener.goAway();
            for (Link link : links) {
                link.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Weather weather() {
        return weather;
    }

    boolean losesThisReply() {
        boolean lost = weather.losesThisReply();
        if (lost) {
            countLostReply();
        }
        return lost;
    }

    ReplyFilter newFilter() {
        return filters.create();
    }

    void countLostReply() {
        repliesLost.increment();
    }

    void passed(Direction direction, int bytes) {
        (direction == Direction.TO_SERVER ? bytesToServer : bytesToClient).add(bytes);
    }

    void countCut() {
        cuts.increment();
    }

    void forget(Link link) {
        links.remove(link);
    }

    private String name() {
        return "fault-proxy-" + port();
    }

    private void connect(Socket client) {
        connections.increment();
        Socket server = new Socket();
        Link link = new Link(this, client, server, name() + "-" + connections.sum());
        links.add(link);
        try {
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            link.start();
        } catch (IOException e) {
            link.close(); // no server there: the client sees its connection closed
            forget(link);
        }
    }

    /** Ends the schedule; without the lock, which its next step may be waiting for. */
    private void stopPlaying() throws InterruptedException {
        Thread playing;
        synchronized (this) {
            closed = true;
            playing = player;
        }
        if (playing != null) {
            playing.interrupt();
            playing.join();
        }
    }
}
