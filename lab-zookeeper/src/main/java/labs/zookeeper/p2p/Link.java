package labs.zookeeper.p2p;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One live connection to a neighbour: frames of a length of four bytes and so many bytes, empty
 * ones to show that we live. A thread reads, a thread writes; whatever goes wrong ends this link
 * and nothing else. Thread-safe.
 */
final class Link {
    private static final int QUEUE = 256;
    private static final int ALIVE_EVERY_MS = 1_000;
    private static final int SILENT_AFTER_MS = 6_000;
    private static final byte[] ALIVE = new byte[0];

    private final String neighbour;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    private Thread writer; // set before the link is shared

    /** What a link does with what happens to it. */
    interface Events {
        void received(String neighbour, Packet packet);

        /**
         * It is of no use any more.
         *
         * @param reason null when it ended in order
         */
        void ended(Link link, String reason);
    }

    private Link(String neighbour, Socket socket, DataInputStream in, DataOutputStream out) {
        this.neighbour = neighbour;
        this.socket = socket;
        this.in = in;
        this.out = out;
    }

    /**
     * Says who we are, and hears who they are.
     *
     * @param network both must be of the same
     */
    static Link greet(Socket socket, String network, String self)
            throws IOException, MalformedException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENT_AFTER_MS);
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        var out = new DataOutputStream(socket.getOutputStream());
        writeFrame(out, hello(network, self));
        String hello = new String(readFrame(in), java.nio.charset.StandardCharsets.UTF_8);
        String start = "p2p 1 " + network + " ";
        String neighbour = hello.startsWith(start) ? hello.substring(start.length()) : "";
        if (!CardCodec.isName(neighbour) || neighbour.equals(self)) {
            throw new MalformedException("who connects does not greet as a node of " + network);
        }
        return new Link(neighbour, socket, in, out);
    }

    private static byte[] hello(String network, String self) {
        return ("p2p 1 " + network + " " + self).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    String neighbour() {
        return neighbour;
    }

    void start(String self, Events events) {
        String name = "p2p-" + self + "-" + neighbour;
        writer = daemon(name + "-writer", () -> end(events, this::write));
        daemon(name + "-reader", () -> end(events, () -> read(events::received))).start();
        writer.start();
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private interface Work {
        void run() throws IOException, MalformedException, InterruptedException;
    }

    private void end(Events events, Work work) {
        String reason = null;
        try {
            work.run();
        } catch (MalformedException e) {
            reason = e.getMessage();
        } catch (IOException e) {
            // It ended as connections do; the neighbour is gone or will come again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        events.ended(this, reason);
    }

    private void write() throws IOException, InterruptedException {
        while (true) {
            byte[] frame = queue.poll(ALIVE_EVERY_MS, TimeUnit.MILLISECONDS);
            writeFrame(out, frame == null ? ALIVE : frame);
        }
    }

    private void read(java.util.function.BiConsumer<String, Packet> received)
            throws IOException, MalformedException {
        while (true) {
            byte[] frame = readFrame(in);
            if (frame.length > 0) {
                received.accept(neighbour, PacketCodec.decode(frame));
            }
        }
    }

    private static void writeFrame(DataOutputStream out, byte[] frame) throws IOException {
        byte[] all =
                java.nio.ByteBuffer.allocate(4 + frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .array();
        out.write(all);
        out.flush();
    }

    private static byte[] readFrame(DataInputStream in) throws IOException, MalformedException {
        int length = in.readInt();
        if (length < 0 || length > PacketCodec.LONGEST_FRAME) {
            throw new MalformedException("a frame of " + length + " bytes");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }

    /** Takes it to be sent, unless so much waits already that it would only get old. */
    boolean offer(Packet packet) {
        return !socket.isClosed() && queue.offer(PacketCodec.encode(packet));
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
        if (writer != null) {
            writer.interrupt();
        }
    }
}
