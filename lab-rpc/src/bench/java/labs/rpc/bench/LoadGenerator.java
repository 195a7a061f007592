package labs.rpc.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over a number of connections, on one thread and plain NIO: each connection sends
 * the request, waits for the whole answer, and sends it again. A server that closes after each
 * answer gets a new connection each time, as it asks for.
 */
final class LoadGenerator {
    private final InetSocketAddress address;
    private final ByteBuffer request;
    private final byte[] expected;
    private final int connections;

    LoadGenerator(int port, byte[] request, byte[] expected, int connections) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
        this.expected = expected;
        this.connections = connections;
    }

    /** Runs for so long, and checks every answer. @throws IllegalStateException at a wrong one */
    Measured run(double seconds) throws IOException {
        Histogram latencies = new Histogram(60_000_000_000L, 3);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        try (Selector selector = Selector.open()) {
            List<LoadConnection> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                LoadConnection connection =
                        new LoadConnection(address, selector, request, expected, latencies);
                all.add(connection);
                connection.open();
            }
            while (System.nanoTime() < end) {
                selector.select(this::ready, 100);
            }
            for (LoadConnection connection : all) {
                connection.close();
            }
        }
        return new Measured(latencies, (System.nanoTime() - start) / 1e9);
    }

    private void ready(SelectionKey key) {
        try {
            ((LoadConnection) key.attachment()).ready();
        } catch (IOException e) {
            throw new IllegalStateException("the connection to " + address + " broke", e);
        }
    }
}
