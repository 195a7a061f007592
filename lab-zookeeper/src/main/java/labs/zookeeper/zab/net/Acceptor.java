package labs.zookeeper.zab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Listens on a port, and serves each connection on a thread of its own. Thread-safe. */
final class Acceptor implements AutoCloseable {
    private static final int CONNECTIONS = 200;
    private static final int BACKLOG = 50;

    /** Serves one connection until it ends; it is closed afterwards, however that went. */
    interface Service {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private final String name;
    private final Service service;
    private final ServerSocket listening;
    private final Consumer<String> log;
    private final InetSocketAddress at;
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final Thread acceptor;

    /** An acceptor that does not listen yet. */
    Acceptor(String name, InetSocketAddress at, Service service, Consumer<String> log) {
        this.name = name;
        this.at = at;
        this.service = service;
        this.log = log;
        this.acceptor = thread(name, this::acceptAll);
        try {
            listening = new ServerSocket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /**
     * Binds the port, and serves from now on.
     *
     * @throws UncheckedIOException if the port is taken; it says which
     */
    void start() {
        try {
            listening.setReuseAddress(true); // the port of a process that was killed just now
            listening.bind(at, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot listen on %s: is the port taken? (%s)"
                            .formatted(name, at, e.getMessage()),
                    e);
        }
        acceptor.start();
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                take(listening.accept());
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    log.accept(name + " cannot accept a connection: " + e);
                }
            }
        }
    }

    private void take(Socket socket) throws IOException {
        if (open.size() >= CONNECTIONS) {
            log.accept(name + " has " + CONNECTIONS + " connections already, and takes no more");
            socket.close();
            return;
        }
        socket.setTcpNoDelay(true);
        Thread server = thread(name + "-" + socket.getPort(), () -> serve(socket));
        open.put(socket, server);
        server.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            service.serve(socket);
        } catch (IOException e) {
            if (!listening.isClosed()) {
                log.accept(
                        name
                                + " closed the connection from "
                                + socket.getPort()
                                + ": "
                                + reason(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    @Override
    public void close() {
        try {
            listening.close();
            awaitAcceptor();
            for (var connection : open.entrySet()) {
                connection.getKey().close();
                connection.getValue().interrupt(); // it may wait for the node
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }

    // As long as a thread is within accept(), the system keeps the port.
    private void awaitAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
