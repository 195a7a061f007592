package labs.memory.memcached;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import labs.memory.cache.CachedItem;

/**
 * Where answers are written, before they leave together. One serves all connections of an event
 * loop, in turn: each takes its answers away before the next begins. It is an array, since writing
 * a few bytes to that costs least.
 */
final class Reply {
    private static final int USUAL = 128 * 1024; // bytes
    private static final int MAX_DIGITS = 20;

    private byte[] bytes = new byte[1024];
    private int size;

    /** Bytes that were written. */
    int size() {
        return size;
    }

    /** Takes back what was written behind that. */
    void size(int smaller) {
        size = smaller;
    }

    /** All that was written, which begins anew. */
    ByteBuf take(ByteBufAllocator allocator) {
        ByteBuf taken = allocator.directBuffer(size).writeBytes(bytes, 0, size);
        size = 0;
        if (bytes.length > USUAL) {
            bytes = new byte[1024];
        }
        return taken;
    }

    private int grow(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
        int at = size;
        size += more;
        return at;
    }

    /** A line. */
    void line(String text) {
        text(text);
        end();
    }

    @SuppressWarnings("deprecation") // the lower byte of each character is what is wanted
    Reply text(String text) {
        int at = grow(text.length());
        text.getBytes(0, text.length(), bytes, at);
        return this;
    }

    Reply bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    Reply bytes(byte[] source, int from, int count) {
        int at = grow(count); // first, since it may bring another array
        System.arraycopy(source, from, bytes, at, count);
        return this;
    }

    Reply character(char c) {
        int at = grow(1);
        bytes[at] = (byte) c;
        return this;
    }

    /** A number without sign, in decimal. */
    Reply number(long value) {
        if (value < 0) { // above 2^63
            return text(Long.toUnsignedString(value));
        }
        int digits = 1;
        for (long rest = value; rest >= 10 && digits < MAX_DIGITS; rest /= 10) {
            digits++;
        }
        int at = grow(digits) + digits;
        long rest = value;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        return this;
    }

    Reply int8(int value) {
        return character((char) value);
    }

    Reply int16(int value) {
        return int8(value >> 8).int8(value);
    }

    Reply int32(int value) {
        return int16(value >> 16).int16(value);
    }

    Reply int64(long value) {
        return int32((int) (value >> 32)).int32((int) value);
    }

    Reply key(CachedItem item) {
        int length = item.keyLength();
        int at = grow(length);
        item.copyKey(bytes, at);
        return this;
    }

    Reply value(CachedItem item) {
        int length = item.valueLength();
        int at = grow(length);
        item.copyValue(bytes, at);
        return this;
    }

    void end() {
        int at = grow(2);
        bytes[at] = '\r';
        bytes[at + 1] = '\n';
    }
}
