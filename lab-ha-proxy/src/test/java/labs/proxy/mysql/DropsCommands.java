package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a real server, lets everybody log in, and cuts the connection at the first command,
 * but for one user. A server whose own settings refuse clients looks so, and one that runs out of
 * threads.
 */
final class DropsCommands implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger dropped = new AtomicInteger();
    private final InetSocketAddress server;
    private final String spared;

    DropsCommands(InetSocketAddress server, String spared) throws IOException {
        this.server = server;
        this.spared = spared;
        threads.execute(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int dropped() {
        return dropped.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket behind = new Socket(server.getAddress(), server.getPort());
                threads.execute(() -> commands(client, behind));
                threads.execute(() -> answers(behind, client));
            } catch (IOException e) {
                close(socket); // closed by the test, or no server there: then it shows
            }
        }
    }

    private void commands(Socket client, Socket behind) {
        boolean mayGoOn = false;
        try {
            var in = new DataInputStream(client.getInputStream());
            while (true) {
                byte[] head = in.readNBytes(4);
                if (head.length < 4) {
                    break;
                }
                int length = head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
                byte[] payload = in.readNBytes(length);
                boolean login = head[3] != 0;
                mayGoOn |= login && new String(payload, ISO_8859_1).contains(spared + "\0");
                if (!login && !mayGoOn) {
                    dropped.incrementAndGet();
                    break;
                }
                behind.getOutputStream().write(head);
                behind.getOutputStream().write(payload);
            }
        } catch (IOException e) {
            // One of them has gone: the other is to go, too.
        }
        close(client);
        close(behind);
    }

    private static void answers(Socket behind, Socket client) {
        try {
            behind.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // As above.
        }
        close(client);
        close(behind);
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(socket);
        threads.shutdownNow();
    }
}
