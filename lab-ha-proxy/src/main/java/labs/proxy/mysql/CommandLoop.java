package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import labs.proxy.mysql.protocol.Packet;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.ProtocolException;
import labs.proxy.mysql.protocol.Replies;
import labs.proxy.mysql.protocol.SqlError;

/**
 * Has the commands of a client done one after the other. Confined to the client's event loop.
 *
 * <ol>
 *   <li>It begins busy, with the login. From then on it is busy with one command, until that is
 *       answered by exactly one of {@link #ok}, {@link #refuse} and {@link #done}.
 *   <li>What comes early waits, in its order. While much waits, the client is not read.
 *   <li>No command is begun while the client does not take its answers, or when it has ended.
 * </ol>
 */
final class CommandLoop {
    private static final int MOST_WAITING = 64 * 1024; // bytes of commands that came too early

    private final ClientConnection client;
    private final Consumer<Packet> commands;
    private final Queue<Packet> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean busy = true;
    private boolean beginning; // a command that is answered at once must not begin the next itself

    /**
     * @param commands does a command, and has it answered, now or later; it may keep the payload. A
     *     {@link ProtocolException} ends the client
     */
    CommandLoop(ClientConnection client, Consumer<Packet> commands) {
        this.client = client;
        this.commands = commands;
    }

    /** The next command, given away. */
    void add(Packet packet) {
        if (client.hasEnded()) {
            packet.release();
            return;
        }
        waiting.add(packet);
        waitingBytes += length(packet);
        next();
    }

    /** Begins the next command, if it may; to be called when the client has room again. */
    void next() {
        if (!beginning) {
            beginning = true;
            try {
                beginAll();
            } finally {
                beginning = false;
            }
        }
        client.read(waitingBytes < MOST_WAITING);
    }

    private void beginAll() {
        while (!busy && !client.hasEnded() && client.isWritable() && !waiting.isEmpty()) {
            Packet packet = waiting.remove();
            waitingBytes -= length(packet);
            busy = true;
            try {
                commands.accept(packet);
            } catch (ProtocolException e) {
                // Not to whoever has just had the command before it answered.
                client.fail(packet.last() + 1, e);
            } finally {
                packet.release();
            }
        }
    }

    // With the header: a command of no bytes takes memory, too.
    private static int length(Packet packet) {
        return PacketDecoder.HEADER + packet.payload().readableBytes();
    }

    /** This is the answer. */
    void ok(int sequence, int status) {
        client.ok(sequence, status);
        done();
    }

    /** This is the answer: names and values. */
    void rows(int sequence, Map<String, String> rows, int status) {
        int next = sequence;
        for (ByteBuf packet : Replies.rows(client.allocator(), rows, status)) {
            client.send(next++, packet);
        }
        done();
    }

    /** This is the answer. */
    void refuse(int sequence, SqlError error) {
        client.error(sequence, error);
        done();
    }

    /** The answer was said, or there is none. */
    void done() {
        busy = false;
        next();
    }

    /** Forgets what waits. */
    void close() {
        waiting.forEach(Packet::release);
        waiting.clear();
    }
}
