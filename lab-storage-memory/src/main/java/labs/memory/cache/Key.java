package labs.memory.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A key, as a stretch of an array that may be written over once the call is made: caches copy it.
 * Keys have 1 to 250 bytes, of any value.
 */
public final class Key {
    /** What memcached allows. */
    public static final int MAX_LENGTH = 250;

    private static final long PRIME = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int offset;
    private int length;

    /** A key of its own. */
    public static Key of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Key().set(bytes, 0, bytes.length);
    }

    /** The key of an item. */
    static Key of(Items items, int item) {
        byte[] bytes = items.key(item);
        return new Key().set(bytes, 0, bytes.length);
    }

    /** Makes this the key that stands there. The bytes are not copied. */
    public Key set(byte[] array, int from, int count) {
        bytes = array;
        offset = from;
        length = count;
        return this;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Well mixed, since an index takes its lowest bits. */
    int hash() {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = mix(hash ^ (long) LONGS.get(bytes, offset + i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | bytes[offset + i] & 0xff;
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ hash >>> 32);
    }

    private static long mix(long value) {
        return Math.multiplyHigh(value, PRIME) ^ value * PRIME;
    }
}
