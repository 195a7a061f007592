package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small packets that we write ourselves. */
public final class Replies {
    private static final int VAR_STRING = 0xfd;
    private static final int COLUMN_LENGTH = 1024;

    private Replies() {}

    /** OK, with nothing changed. */
    public static ByteBuf ok(ByteBufAllocator allocator, int status) {
        return allocator.buffer().writeZero(3).writeShortLE(status).writeShortLE(0);
    }

    private static ByteBuf eof(ByteBufAllocator allocator, int status) {
        return allocator.buffer().writeByte(0xfe).writeShortLE(0).writeShortLE(status);
    }

    /** The packets of a result: a row for each entry. */
    public static List<ByteBuf> rows(
            ByteBufAllocator allocator, Map<String, String> rows, int status) {
        var packets = new ArrayList<ByteBuf>();
        packets.add(allocator.buffer().writeByte(2));
        packets.add(column(allocator, "Variable_name"));
        packets.add(column(allocator, "Value"));
        packets.add(eof(allocator, status));
        rows.forEach((name, value) -> packets.add(texts(allocator, name, value)));
        packets.add(eof(allocator, status));
        return packets;
    }

    private static ByteBuf column(ByteBufAllocator allocator, String name) {
        ByteBuf out = texts(allocator, "def", "", "", "", name, name);
        out.writeByte(0x0c).writeShortLE(Greeting.UTF8MB4).writeIntLE(COLUMN_LENGTH);
        return out.writeByte(VAR_STRING).writeZero(5);
    }

    private static ByteBuf texts(ByteBufAllocator allocator, String... texts) {
        ByteBuf out = allocator.buffer();
        for (String text : texts) {
            byte[] bytes = text.getBytes(UTF_8);
            Fields.writeLength(out, bytes.length);
            out.writeBytes(bytes);
        }
        return out;
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
