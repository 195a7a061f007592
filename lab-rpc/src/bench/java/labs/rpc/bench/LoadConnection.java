package labs.rpc.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One connection of the load generator. What it does for a call is one write, one read, and one
 * comparison, so that the machine is left to the server: a response that is, byte by byte, the one
 * that was parsed before need not be parsed again.
 */
final class LoadConnection {
    private final InetSocketAddress address;
    private final Selector selector;
    private final ByteBuffer request;
    private final ByteBuffer expected;
    private final Histogram latencies;
    private final ByteBuffer in = ByteBuffer.allocateDirect(16 << 10);
    private final ByteBuffer known =
            ByteBuffer.allocateDirect(16 << 10); // a response that is right
    private boolean lastOfConnection; // the known response says that the server closes
    private SocketChannel channel;
    private long sent;

    LoadConnection(
            InetSocketAddress address,
            Selector selector,
            ByteBuffer request,
            byte[] expected,
            Histogram latencies) {
        this.address = address;
        this.selector = selector;
        this.request = request.duplicate();
        this.expected = ByteBuffer.wrap(expected);
        this.latencies = latencies;
        known.limit(0);
    }

    void open() throws IOException {
        sent = System.nanoTime(); // the wait for a new connection is part of a call that needs one
        connect();
        send();
    }

    private void connect() throws IOException {
        channel = SocketChannel.open();
        channel.connect(address); // blocks, but on loopback only as long as the backlog is full
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void send() throws IOException {
        in.clear();
        request.rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    void ready() throws IOException {
        int n = channel.read(in);
        if (!isWhole()) {
            if (n < 0) {
                throw new IOException("closed before an answer");
            }
            return;
        }
        long now = System.nanoTime();
        latencies.recordValue(now - sent);
        sent = now;
        if (lastOfConnection || n < 0) {
            channel.close();
            connect();
        }
        send();
    }

    private boolean isWhole() throws IOException {
        in.flip();
        boolean whole = in.equals(known) || parse();
        in.position(in.limit()).limit(in.capacity());
        return whole;
    }

    /** The long way, for the first answer, and for those with another date. */
    private boolean parse() throws IOException {
        String text = ISO_8859_1.decode(in.duplicate()).toString();
        int head = text.indexOf("\r\n\r\n") + 4;
        if (head < 4) {
            return false;
        }
        String fields = text.substring(0, head).toLowerCase(Locale.ROOT);
        if (in.limit() - head < contentLength(fields)) {
            return false;
        }
        if (!in.slice(head, in.limit() - head).equals(expected)) {
            throw new IllegalStateException("a wrong answer: " + text);
        }
        lastOfConnection = fields.contains("\r\nconnection: close");
        known.clear().put(in.duplicate()).flip();
        return true;
    }

    private static int contentLength(String fields) throws IOException {
        int at = fields.indexOf("\r\ncontent-length:");
        if (at < 0) {
            throw new IOException("an answer without a length: " + fields);
        }
        int from = at + "\r\ncontent-length:".length();
        return Integer.parseInt(fields.substring(from, fields.indexOf("\r\n", from)).strip());
    }

    void close() throws IOException {
        channel.close();
    }
}
