package labs.proxy.mysql.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/**
 * The parts that payloads are made of. What is read comes from strangers: a field that says it is
 * longer than what is there is a {@link ProtocolException}, before anything is made for it.
 */
final class Fields {
    private Fields() {}

    /** A number that says itself how long it is: 1, 3, 4 or 9 bytes. */
    static long readLength(ByteBuf in) {
        // BEGIN SOLUTION
        need(in, 1);
        int first = in.readUnsignedByte();
        switch (first) {
            case 0xfc:
                need(in, 2);
                return in.readUnsignedShortLE();
            case 0xfd:
                need(in, 3);
                return in.readUnsignedMediumLE();
            case 0xfe:
                need(in, 8);
                return in.readLongLE();
            case 0xfb, 0xff:
                throw malformed("no length begins with " + first);
            default:
                return first;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** The same; in the shortest form, for a number that is not negative. */
    static void writeLength(ByteBuf out, long value) {
        // BEGIN SOLUTION
        if (value < 0xfb) {
            out.writeByte((int) value);
        } else if (value <= 0xffff) {
            out.writeByte(0xfc).writeShortLE((int) value);
        } else if (value <= 0xffffff) {
            out.writeByte(0xfd).writeMediumLE((int) value);
        } else {
            out.writeByte(0xfe).writeLongLE(value);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-9: README, part 9");
    }

    /** So many bytes. */
    static byte[] readBytes(ByteBuf in, long length) {
        need(in, length);
        byte[] bytes = new byte[(int) length];
        in.readBytes(bytes);
        return bytes;
    }

    /** Text up to a zero, which is taken too. */
    static String readText(ByteBuf in) {
        int length = in.bytesBefore((byte) 0);
        if (length < 0) {
            throw malformed("text without an end");
        }
        String text = in.readCharSequence(length, UTF_8).toString();
        in.skipBytes(1);
        return text;
    }

    static void writeText(ByteBuf out, String text) {
        out.writeCharSequence(text, UTF_8);
        out.writeByte(0);
    }

    /**
     * @throws ProtocolException unless so many bytes are there
     */
    static void need(ByteBuf in, long length) {
        if (length < 0 || length > in.readableBytes()) {
            throw malformed("%d bytes are missing".formatted(length - in.readableBytes()));
        }
    }

    private static ProtocolException malformed(String message) {
        return new ProtocolException(SqlError.MALFORMED, message);
    }
}
