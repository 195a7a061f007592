package labs.proxy.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import labs.proxy.testing.DeadPort;

/** Sockets of a test, on this machine's loopback; all are closed together. */
final class Servers implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final List<AutoCloseable> opened = new ArrayList<>();

    static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** One that listens; accepting is left to the test. */
    ServerSocket listen() {
        return listen(50);
    }

    private ServerSocket listen(int backlog) {
        try {
            var server = new ServerSocket();
            server.setReceiveBufferSize(64 * 1024);
            server.setSoTimeout(PATIENCE_MILLIS);
            server.bind(anywhere(), backlog);
            opened.add(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InetSocketAddress address(ServerSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Where nobody listens. */
    InetSocketAddress refusing() throws IOException {
        var dead = new DeadPort(0);
        opened.add(dead);
        return dead.address();
    }

    /** Where connections are neither taken nor refused: a queue that is full. */
    InetSocketAddress silent() throws IOException {
        ServerSocket server = listen(1);
        for (int i = 0; i < 100; i++) {
            var socket = new Socket();
            opened.add(socket);
            try {
                socket.connect(address(server), 250);
            } catch (java.net.SocketTimeoutException e) {
                return address(server);
            }
        }
        throw new IllegalStateException("the queue of connections did not fill up");
    }

    Socket connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        opened.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setReceiveBufferSize(64 * 1024);
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    Socket accept(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        opened.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        opened.forEach(Servers::close);
    }
}
