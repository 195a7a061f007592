package labs.zookeeper.zab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The way to one peer: a queue, and a thread that connects, again and again if need be, and sends.
 * Thread-safe.
 *
 * <p>What it promises is what ZAB asks of a network, and no more: each message arrives at most once
 * and in the order of sending, or not at all. It forgets what waited while the peer was away: the
 * node says again what still counts, and old news would only delay it.
 */
final class PeerLink implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Hello hello;
    private final InetSocketAddress peer;
    private final BlockingQueue<byte[]> waiting;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Socket socket; // guarded by this; the latest

    /**
     * A link that is not running yet.
     *
     * @param capacity how many messages may wait
     */
    PeerLink(Hello hello, InetSocketAddress peer, int capacity) {
        this.hello = hello;
        this.peer = peer;
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::run, "zab-link-" + hello.from() + "-to-" + hello.to());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends that some time, or never if too many are waiting. Never blocks. */
    void send(byte[] frame) {
        // BEGIN SOLUTION
        waiting.offer(frame);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    private void run() {
        // BEGIN SOLUTION
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            try (Socket connected = connect()) {
                pause = FIRST_PAUSE;
                sendAll(connected);
            } catch (IOException away) {
                pause(pause);
                pause = longer(pause);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-8: see README, part 8");
    }

    private Socket connect() throws IOException {
        Socket fresh = new Socket();
        try {
            replace(fresh);
            fresh.setTcpNoDelay(true); // small messages that somebody waits for
            fresh.connect(peer, (int) CONNECT.toMillis());
            return fresh;
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    // BEGIN SOLUTION
    /** Sends until the connection breaks: what it was sending then may be lost, and stays so. */
    private void sendAll(Socket connected) throws IOException {
        var out = connected.getOutputStream();
        Frames.write(out, hello.encode());
        waiting.clear();
        while (!isClosed()) {
            Frames.write(out, next());
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    // END SOLUTION

    private byte[] next() throws IOException {
        try {
            return waiting.take();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IOException("closed", closing);
        }
    }

    /** Waits that long, or until the link is closed. */
    private void pause(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private synchronized void replace(Socket fresh) throws IOException {
        socket = fresh;
        if (isClosed()) {
            throw new IOException("closed");
        }
    }

    /** Ends the thread, and the connection: what is waiting is lost. */
    @Override
    public void close() {
        disconnect();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void disconnect() {
        closed.countDown();
        try {
            if (socket != null) {
                socket.close(); // a write that blocks fails
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }
}
