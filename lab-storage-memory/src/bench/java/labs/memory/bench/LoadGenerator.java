package labs.memory.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * A closed loop over a number of connections, on one thread: each sends a request, waits for the
 * whole answer, and sends the next. Every answer is compared with what it must be.
 */
final class LoadGenerator {
    private final InetSocketAddress address;
    private final Workload.Exchange[] exchanges;
    private final int connections;
    private Histogram latencies;
    private int next;

    LoadGenerator(int port, Workload workload, int items, int connections) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.exchanges = workload.exchanges(items);
        this.connections = connections;
    }

    /**
     * @param perSecond requests
     */
    record Measured(double perSecond, double p99Millis, long requests) {}

    /** One of the connections. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(16 << 10);
        private Workload.Exchange exchange;
        private long sent;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            send();
        }

        private void send() throws IOException {
            exchange = exchanges[next++ % exchanges.length];
            in.clear();
            sent = System.nanoTime();
            ByteBuffer request = exchange.request().duplicate();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        void ready() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server closed the connection");
            }
            if (in.position() < exchange.answer().length) {
                return;
            }
            if (!in.flip().equals(ByteBuffer.wrap(exchange.answer()))) {
                throw new IOException("a wrong answer");
            }
            latencies.recordValue(System.nanoTime() - sent);
            send();
        }
    }

    Measured run(double seconds) throws IOException {
        latencies = new Histogram(60_000_000_000L, 3);
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                new Connection(selector);
            }
            while (System.nanoTime() < end) {
                selector.select(LoadGenerator::ready, 100);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        long requests = latencies.getTotalCount();
        return new Measured(requests / took, latencies.getValueAtPercentile(99) / 1e6, requests);
    }

    private static void ready(SelectionKey key) {
        try {
            ((Connection) key.attachment()).ready();
        } catch (IOException e) {
            throw new IllegalStateException("the load generator stopped", e);
        }
    }
}
