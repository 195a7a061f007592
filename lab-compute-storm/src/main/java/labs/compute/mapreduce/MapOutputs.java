package labs.compute.mapreduce;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands out the segments of this worker's map outputs to the reducers that ask. They lie on this
 * worker's disk and nowhere else: when it is gone, they must be made again. Thread-safe. Close it.
 */
final class MapOutputs implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Map<Integer, Run> byAttempt = new ConcurrentHashMap<>();
    private final ServerSocket listener;

    MapOutputs(Path directory) throws IOException {
        listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "map-outputs-" + directory.getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    void add(int attempt, Run run) {
        byAttempt.put(attempt, run);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                answer(socket);
            } catch (IOException e) {
                // A reducer that went away asks again, if it still lives; a closed listener ends
                // us.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        var in = new DataInputStream(socket.getInputStream());
        int attempt = in.readInt();
        int partition = in.readInt();
        Run run = byAttempt.get(attempt);
        var out = new DataOutputStream(socket.getOutputStream());
        if (run == null) {
            out.writeLong(-1);
            return;
        }
        try (Run.Segment segment = run.segment(partition)) {
            out.writeLong(segment.length());
            WritableByteChannel to = Channels.newChannel(out);
            long position = segment.channel().position();
            long left = segment.length();
            while (left > 0) {
                long sent = segment.channel().transferTo(position, left, to);
                position += sent;
                left -= sent;
            }
        }
    }

    /**
     * Copies a segment into a file.
     *
     * @throws IOException if its worker does not answer, or does not have it
     */
    static void fetch(int port, int attempt, int partition, Path into) throws IOException {
        try (var socket = new Socket()) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(attempt);
            out.writeInt(partition);
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            long length = in.readLong();
            if (length < 0 || Files.copy(in, into) != length) {
                throw new IOException("the output of map attempt " + attempt + " is gone");
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
