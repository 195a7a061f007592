package labs.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A server that sends back what it gets, and counts it. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept, "echo-accept");
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Bytes that arrived so far. */
    long received() {
        return received.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> echo(socket), "echo-connection");
            } catch (IOException e) {
                // closed: the condition of the loop sees it
            }
        }
    }

    private void echo(Socket socket) {
        byte[] chunk = new byte[1024];
        try (socket) {
            for (int n; (n = socket.getInputStream().read(chunk)) >= 0; ) {
                received.addAndGet(n);
                socket.getOutputStream().write(chunk, 0, n);
            }
        } catch (IOException e) {
            // a proxy that cuts connections is what these tests are about
        }
    }

    private static void start(Runnable work, String name) {
        new Thread(work, name).start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
