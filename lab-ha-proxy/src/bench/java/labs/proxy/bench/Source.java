package labs.proxy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends as many bytes as it is asked for, and fetches them through a proxy. */
final class Source implements AutoCloseable {
    private static final int PIECE = 256 * 1024;

    private final ServerSocketChannel server;

    Source() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::accept, "source");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread thread = new Thread(() -> send(client), "source-client");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // At the end.
        }
    }

    private static void send(SocketChannel client) {
        try (client) {
            ByteBuffer wanted = ByteBuffer.allocate(Long.BYTES);
            while (wanted.hasRemaining()) {
                if (client.read(wanted) < 0) {
                    return;
                }
            }
            long left = wanted.flip().getLong();
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
            while (left > 0) {
                piece.clear().limit((int) Math.min(PIECE, left));
                left -= piece.remaining();
                while (piece.hasRemaining()) {
                    client.write(piece);
                }
            }
        } catch (IOException gone) {
            // The other side sees to it that it got all.
        }
    }

    /** Fetches so many bytes over so many connections at once; returns how many came a second. */
    static double fetch(int port, int connections, long each)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Thread[] threads = new Thread[connections];
        IOException[] failed = new IOException[1];
        for (int i = 0; i < connections; i++) {
            threads[i] =
                    new Thread(
                            () -> {
                                try {
                                    fetch(port, each);
                                } catch (IOException e) {
                                    failed[0] = e;
                                }
                            },
                            "fetch-" + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed[0] != null) {
            throw failed[0];
        }
        return connections * each / ((System.nanoTime() - start) / 1e9);
    }

    private static void fetch(int port, long bytes) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(bytes).flip());
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
            long left = bytes;
            while (left > 0) {
                int some = channel.read(piece.clear());
                if (some < 0) {
                    throw new IOException(left + " bytes of " + bytes + " did not come");
                }
                left -= some;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
