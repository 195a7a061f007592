package labs.proxy.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server behind the proxy: one thread a connection, and an answer that the test says. Its port is
 * kept when it is stopped and started again.
 */
public final class Origin implements AutoCloseable {
    /** Says what comes back for a request; may write whatever it likes, or nothing. */
    public interface Script {
        /** Returns whether the connection goes on. */
        boolean answer(Message request, Socket connection) throws IOException;
    }

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final String name;
    private volatile Script script;
    private volatile ServerSocket server;
    private volatile int port;
    private volatile Thread acceptor;
    private volatile DeadPort dead; // while it is killed: nobody else may have its port

    public Origin(String name, Script script) throws IOException {
        this.name = name;
        this.script = script;
        start();
    }

    /** One that answers each request with its own name. */
    public static Origin named(String name) throws IOException {
        return new Origin(name, saying(name));
    }

    /** Answers with 200 and this text. */
    public static Script saying(String text) {
        return (request, connection) -> {
            write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            return true;
        };
    }

    /** Answers with exactly these bytes. */
    public static Script bytes(String bytes, boolean goesOn) {
        return (request, connection) -> {
            write(connection, bytes);
            return goesOn;
        };
    }

    public static void write(Socket connection, String bytes) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(bytes.getBytes(ISO_8859_1));
        out.flush();
    }

    /** Ends a connection so that the other side sees a reset. */
    public static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    /** The same, when the test lets it. */
    public static Script after(CountDownLatch latch, Script script) {
        return (request, connection) -> {
            awaitQuietly(latch);
            return script.answer(request, connection);
        };
    }

    /** Waits in a script, which has no other way to be told to end. */
    public static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From the next request on. */
    public void answer(Script next) {
        script = next;
    }

    /** Listens, again on the port that it had. */
    public void start() throws IOException {
        if (dead != null) {
            dead.close();
        }
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        port = socket.getLocalPort();
        server = socket;
        acceptor = daemon(() -> accept(socket), name + "-accepts");
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket connection = from.accept();
                connection.setTcpNoDelay(true);
                accepted.incrementAndGet();
                open.add(connection);
                daemon(() -> serve(connection), name + "-" + accepted.get());
            }
        } catch (IOException stopped) {
            // That is how it is told to stop.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            boolean goesOn = true;
            while (goesOn) {
                Message request = Message.request(in);
                seen.add(request);
                goesOn = script.answer(request, connection);
            }
        } catch (IOException gone) {
            // The other side ended it, or the test did.
        } finally {
            open.remove(connection);
        }
    }

    /** Stops at once: nobody can connect, and those who are connected are reset. */
    public void kill() throws IOException {
        server.close();
        awaitAcceptor(); // until then the port is not free
        for (Socket connection : open) {
            resetIfOpen(connection);
        }
        dead = new DeadPort(port);
    }

    // Its own thread may be closing it just now: then there is nothing to reset any more.
    private static void resetIfOpen(Socket connection) throws IOException {
        try {
            reset(connection);
        } catch (SocketException e) {
            if (!connection.isClosed()) {
                throw e;
            }
        }
    }

    private void awaitAcceptor() throws IOException {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public int port() {
        return port;
    }

    public String name() {
        return name;
    }

    /** All requests so far. */
    public List<Message> seen() {
        return seen;
    }

    /** How many connections there were so far. */
    public int accepted() {
        return accepted.get();
    }

    /** How many connections are open. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (dead != null) {
            dead.close();
        }
        for (Socket connection : open) {
            connection.close();
        }
    }
}
