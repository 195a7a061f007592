package labs.rpc.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** One connection of the load generator. */
final class LoadConnection {
    private final InetSocketAddress address;
    private final Selector selector;
    private final ByteBuffer request;
    private final byte[] expected;
    private final Histogram latencies;
    private final ByteBuffer in = ByteBuffer.allocate(16 << 10);
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
        this.request = request;
        this.expected = expected;
        this.latencies = latencies;
    }

    void open() throws IOException {
        sent = System.nanoTime(); // the wait for a new connection is part of a call that needs one
        connect();
        send();
    }

    private void connect() throws IOException {
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
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
        int head = headLength();
        if (head < 0) {
            if (n < 0) {
                throw new IOException("closed before an answer");
            }
            return;
        }
        String fields = new String(in.array(), 0, head, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (in.position() - head < contentLength(fields)) {
            return;
        }
        check(head);
        latencies.recordValue(System.nanoTime() - sent);
        next(fields.contains("\r\nconnection: close") || n < 0);
    }

    private void next(boolean closed) throws IOException {
        sent = System.nanoTime();
        if (closed) {
            channel.close();
            connect();
        }
        send();
    }

    private int headLength() {
        byte[] bytes = in.array();
        for (int i = 3; i < in.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int contentLength(String fields) throws IOException {
        int at = fields.indexOf("\r\ncontent-length:");
        if (at < 0) {
            throw new IOException("an answer without a length: " + fields);
        }
        int from = at + "\r\ncontent-length:".length();
        return Integer.parseInt(fields.substring(from, fields.indexOf("\r\n", from)).strip());
    }

    private void check(int head) {
        if (!Arrays.equals(in.array(), head, in.position(), expected, 0, expected.length)) {
            String answer = new String(in.array(), 0, in.position(), ISO_8859_1);
            throw new IllegalStateException("a wrong answer: " + answer);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
