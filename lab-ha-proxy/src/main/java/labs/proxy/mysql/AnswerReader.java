package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import labs.proxy.mysql.protocol.PacketDecoder;
import labs.proxy.mysql.protocol.PacketWriter;
import labs.proxy.mysql.protocol.ResponseTracker;

/**
 * Finds the end of an answer in the bytes of a server, without keeping them: only the beginning of
 * each packet is waited for and shown to the {@link ResponseTracker}. So a row of 16 MiB costs no
 * memory. Confined to its connection's event loop.
 *
 * <pre>
 *   header │ head: up to 1,024 bytes │ rest ...   header │ head │ rest ...
 *   └─ waited for, and looked at ───┘ └ passed ┘
 * </pre>
 *
 * <p>For packets see <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_packets.html">MySQL
 * Packets</a>.
 */
final class AnswerReader {
    /** So much of a packet is looked at; see {@link ResponseTracker#packet}. */
    private static final int HEAD = 1024;

    private final ResponseTracker tracker;
    private int rest; // of a packet whose beginning was looked at
    private boolean continued; // whether another piece of the same packet follows
    private int sequence; // of the last packet

    AnswerReader(ResponseTracker tracker) {
        this.tracker = tracker;
    }

    ResponseTracker tracker() {
        return tracker;
    }

    /**
     * Looks at what came.
     *
     * @return how many bytes of it are looked at and belong to this answer; the others must come
     *     again, with more behind them
     * @throws labs.proxy.mysql.protocol.ProtocolException for what a server does not say here
     */
    int read(ByteBuf in) {
        int begin = in.readerIndex();
        int at = begin;
        int taken;
        do {
            taken = rest > 0 ? passRest(in.writerIndex() - at) : lookAtHead(in, at);
            at += taken;
        } while (taken > 0 && !isOver());
        return at - begin;
    }

    private int passRest(int ready) {
        int taken = Math.min(rest, ready);
        rest -= taken;
        return taken;
    }

    private int lookAtHead(ByteBuf in, int at) {
        int ready = in.writerIndex() - at;
        if (ready < PacketDecoder.HEADER) {
            return 0;
        }
        int length = in.getUnsignedMediumLE(at);
        int head = Math.min(length, HEAD);
        if (ready < PacketDecoder.HEADER + head) {
            return 0;
        }
        sequence = in.getUnsignedByte(at + 3);
        if (!continued) {
            tracker.packet(length, in.slice(at + PacketDecoder.HEADER, head));
        }
        continued = length == PacketWriter.FULL;
        rest = length - head;
        return PacketDecoder.HEADER + head;
    }

    boolean isOver() {
        return tracker.isOver() && !isWithinPacket();
    }

    /** Whether a part of a packet was passed on only, behind which nothing can be said. */
    boolean isWithinPacket() {
        return rest > 0 || continued;
    }

    /** The number that a packet of ours must have to come behind the server's last one. */
    int nextSequence() {
        return sequence + 1;
    }
}
