package labs.kit;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One proxied connection: two sockets, and a thread for each direction. Thread-safe. */
final class Link {
    private static final int CHUNK = 8 * 1024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final ReplyFilter filter;
    private final Thread requests;
    private final Thread replies;
    private final AtomicInteger running = new AtomicInteger(2);

    Link(FaultProxy proxy, Socket client, Socket server, String name) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.filter = proxy.newFilter();
        this.requests = new Thread(() -> pump(Direction.TO_SERVER), name + "-to-server");
        this.replies = new Thread(() -> pump(Direction.TO_CLIENT), name + "-to-client");
    }

    void start() {
        requests.start();
        replies.start();
    }

    private void pump(Direction direction) {
        Socket from = direction == Direction.TO_SERVER ? client : server;
        Socket to = direction == Direction.TO_SERVER ? server : client;
        try {
            copy(direction, from, to);
            to.shutdownOutput(); // a half-closed connection stays half-closed across the proxy
        } catch (IOException e) {
            reset(); // one end is gone: let the other know the hard way, as a network would
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the proxy is closing
        } finally {
            forgetWhenBothEnded();
        }
    }

    private void copy(Direction direction, Socket from, Socket to)
            throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        for (int n; (n = from.getInputStream().read(chunk)) >= 0; ) {
            proxy.weather().holdBack(direction, n);
            if (direction == Direction.TO_SERVER) {
                filter.request(chunk, n);
                pass(direction, to, chunk, n);
            } else if (proxy.losesThisReply() || !passReply(to, chunk, n)) {
                cut();
                return;
            }
        }
    }

    /** Passes on what the filter lets through; false: the rest is lost. */
    private boolean passReply(Socket to, byte[] chunk, int n) throws IOException {
        ReplyFilter.Passage passage = filter.reply(chunk, n);
        pass(Direction.TO_CLIENT, to, passage.bytes(), passage.bytes().length);
        if (passage.cut()) {
            proxy.countLostReply();
        }
        return !passage.cut();
    }

    private void pass(Direction direction, Socket to, byte[] bytes, int n) throws IOException {
        to.getOutputStream().write(bytes, 0, n);
        proxy.passed(direction, n);
    }

    private void forgetWhenBothEnded() {
        if (running.decrementAndGet() == 0) {
            close();
            proxy.forget(this);
        }
    }

    /** Resets both connections, and counts it. */
    void cut() {
        proxy.countCut();
        reset();
    }

    private void reset() {
        hangUp(client, true);
        hangUp(server, true);
    }

    /** Closes both connections in order (FIN). */
    void close() {
        hangUp(client, false);
        hangUp(server, false);
    }

    /** Closes and waits until both threads have ended. */
    void stop() throws InterruptedException {
        close();
        requests.interrupt();
        replies.interrupt();
        requests.join();
        replies.join();
    }

    private static void hangUp(Socket socket, boolean reset) {
        try {
            if (reset && !socket.isClosed()) {
                socket.setSoLinger(true, 0); // close() then sends RST in place of FIN
            }
            socket.close();
        } catch (IOException e) {
            // The other end was faster: it is closed, which is what we wanted.
        }
    }
}
