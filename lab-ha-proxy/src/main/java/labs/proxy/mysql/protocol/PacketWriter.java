package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;

/** Puts headers before payloads. */
public final class PacketWriter {
    /** The longest piece. A packet whose last piece is as long as this needs one more, empty. */
    public static final int FULL = 0xffffff;

    private PacketWriter() {}

    // Cheaper than a buffer of buffers.
    private static final int COPIED = 4 * 1024;

    /**
     * The payload as it goes over the wire, in as many pieces as it needs.
     *
     * @param payload given away
     * @param sequence of the first piece; 0 follows 255
     */
    public static ByteBuf packet(ByteBufAllocator allocator, int sequence, ByteBuf payload) {
        // BEGIN SOLUTION
        if (payload.readableBytes() <= COPIED) {
            return copied(allocator, sequence, payload);
        }
        CompositeByteBuf packet = allocator.compositeBuffer(Integer.MAX_VALUE);
        int number = sequence;
        int length;
        do {
            length = Math.min(FULL, payload.readableBytes());
            ByteBuf header = allocator.buffer(PacketDecoder.HEADER);
            header.writeMediumLE(length).writeByte(number++);
            packet.addComponent(true, header);
            packet.addComponent(true, payload.readRetainedSlice(length));
        } while (length == FULL);
        payload.release();
        return packet;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    // BEGIN SOLUTION
    private static ByteBuf copied(ByteBufAllocator allocator, int sequence, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf packet = allocator.directBuffer(PacketDecoder.HEADER + length);
        packet.writeMediumLE(length).writeByte(sequence).writeBytes(payload);
        payload.release();
        return packet;
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
