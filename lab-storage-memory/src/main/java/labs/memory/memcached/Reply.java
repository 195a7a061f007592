package labs.memory.memcached;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import labs.memory.cache.CachedItem;

/** Writes answers, without making objects for them. */
final class Reply {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int MAX_DIGITS = 20;

    private final byte[] digits = new byte[MAX_DIGITS];
    private ByteBuf out;

    /** Writes to this buffer from now on. */
    void to(ByteBuf buffer) {
        out = buffer;
    }

    ByteBuf out() {
        return out;
    }

    /** A line. */
    void line(String text) {
        text(text);
        end();
    }

    Reply text(String text) {
        out.writeCharSequence(text, ISO_8859_1);
        return this;
    }

    Reply bytes(byte[] text) {
        out.writeBytes(text);
        return this;
    }

    Reply character(char c) {
        out.writeByte(c);
        return this;
    }

    /** A number without sign, in decimal. */
    Reply number(long value) {
        if (value >= 0 && value < 10) {
            out.writeByte('0' + (int) value);
            return this;
        }
        int at = MAX_DIGITS;
        long rest = value;
        if (rest < 0) { // above 2^63: from here on it fits
            long tenth = Long.divideUnsigned(rest, 10);
            digits[--at] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        for (; rest != 0; rest /= 10) {
            digits[--at] = (byte) ('0' + rest % 10);
        }
        out.writeBytes(digits, at, MAX_DIGITS - at);
        return this;
    }

    Reply key(CachedItem item) {
        ByteBuffer room = room(item.keyLength());
        item.copyKey(room, room.position());
        return wrote(item.keyLength());
    }

    Reply value(CachedItem item) {
        ByteBuffer room = room(item.valueLength());
        item.copyValue(room, room.position());
        return wrote(item.valueLength());
    }

    private ByteBuffer room(int bytes) {
        out.ensureWritable(bytes);
        return out.internalNioBuffer(out.writerIndex(), bytes);
    }

    private Reply wrote(int bytes) {
        out.writerIndex(out.writerIndex() + bytes);
        return this;
    }

    void end() {
        out.writeBytes(LINE_END);
    }
}
