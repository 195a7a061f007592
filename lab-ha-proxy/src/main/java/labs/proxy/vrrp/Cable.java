package labs.proxy.vrrp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A link between two routers on the loopback that can be cut: what comes in at one end goes out at
 * the other. Thread-safe. Close it.
 */
final class Cable implements AutoCloseable {
    private final List<DatagramChannel> ends = new ArrayList<>();
    private final AtomicReferenceArray<Peer> plugged = new AtomicReferenceArray<>(2);
    private final Selector selector;
    private final Thread thread;
    private volatile boolean cut;
    private volatile boolean closed;

    Cable() throws IOException {
        selector = Selector.open();
        for (int end = 0; end < 2; end++) {
            DatagramChannel channel = loopback();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, end);
            ends.add(channel);
        }
        thread = new Thread(this::run, "cable");
        thread.start();
    }

    /** A socket on a free port of the loopback. */
    static DatagramChannel loopback() throws IOException {
        return DatagramChannel.open()
                .bind(
                        new InetSocketAddress(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    }

    /** Where the router that is plugged in here finds the other one. */
    Peer end(int end) throws IOException {
        return Peer.of((InetSocketAddress) ends.get(end).getLocalAddress());
    }

    void plug(int end, SocketAddress router) {
        plugged.set(end, Peer.of((InetSocketAddress) router));
    }

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                selector.selectedKeys().clear();
                pass(0, 1);
                pass(1, 0);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void pass(int from, int to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(AdvertisementCodec.LONGEST + 1);
        while (ends.get(from).receive(buffer.clear()) != null) {
            Peer router = plugged.get(to);
            if (!cut && router != null) {
                ends.get(to).send(buffer.flip(), router.socketAddress());
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DatagramChannel end : ends) {
            end.close();
        }
        selector.close();
    }
}
