package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Small packets that we write ourselves. */
public final class Replies {
    private Replies() {}

    /** OK, with nothing changed. */
    public static ByteBuf ok(ByteBufAllocator allocator, int status) {
        return allocator.buffer().writeZero(3).writeShortLE(status).writeShortLE(0);
    }

    /** Asks a client that came with another plugin to prove itself with ours. */
    public static ByteBuf authSwitch(ByteBufAllocator allocator, byte[] challenge) {
        ByteBuf payload = allocator.buffer().writeByte(0xfe);
        Fields.writeText(payload, Scramble.PLUGIN);
        return payload.writeBytes(challenge).writeByte(0);
    }

    /** The challenge of a server that asks us to prove ourselves once more. */
    public static byte[] readAuthSwitch(ByteBuf payload) {
        payload.skipBytes(1);
        String plugin = Fields.readText(payload);
        if (!plugin.equals(Scramble.PLUGIN)) {
            throw new ProtocolException(SqlError.BAD_HANDSHAKE, "a server wants " + plugin);
        }
        return Fields.readBytes(payload, Scramble.LENGTH);
    }
}
