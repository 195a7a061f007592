package labs.memory.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How an item lies in memory: a header of 40 bytes, its key, its value.
 *
 * <pre>
 * 0 next in the hash chain   4 newer   8 older (in the queue of the LRU)   12 expires   16 last used
 * 20 client flags   24 CAS   32 length of the value   36 length of the key   37 class   38 state
 * </pre>
 */
final class Items {
    static final int HEADER = 40;

    /** States, which are bits. */
    static final int LINKED = 1; // in the index and in a queue

    static final int FETCHED = 2; // was read once
    static final int ACTIVE = 4; // was read again since it was last moved
    static final int STALE = 8; // invalid, but better than nothing (meta commands)
    static final int TOKEN_SENT = 16; // somebody was told to fetch it anew
    static final int BINARY_KEY = 32; // the client wrote the key in Base64
    static final int RESERVED = 64; // its value is on its way
    private static final int QUEUE_SHIFT = 8; // the number of the queue, above the states

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Pages pages;

    Items(Pages pages) {
        this.pages = pages;
    }

    /** Bytes that an item takes. */
    static int size(int keyLength, int valueLength) {
        return HEADER + keyLength + valueLength;
    }

    /** Writes the header and the key of an item that nobody sees yet. */
    void write(int item, int slabClass, Key key, int flags, int expires, int valueLength) {
        ByteBuffer page = pages.page(item);
        int at = Pages.offsetOf(item);
        page.putInt(at, 0).putInt(at + 4, 0).putInt(at + 8, 0);
        page.putInt(at + 12, expires);
        page.putInt(at + 16, 0);
        page.putInt(at + 20, flags);
        page.putLong(at + 24, 0);
        page.putInt(at + 32, valueLength);
        page.put(at + 36, (byte) key.length());
        page.put(at + 37, (byte) slabClass);
        page.putShort(at + 38, (short) RESERVED);
        page.put(at + HEADER, key.bytes(), key.offset(), key.length());
    }

    /**
     * A chunk that was just cut holds whatever was there before: nobody must take that for an item.
     */
    void clear(int chunk) {
        states(chunk, 0);
    }

    int next(int item) {
        return getInt(item, 0);
    }

    void next(int item, int value) {
        putInt(item, 0, value);
    }

    int newer(int item) {
        return getInt(item, 4);
    }

    void newer(int item, int value) {
        putInt(item, 4, value);
    }

    int older(int item) {
        return getInt(item, 8);
    }

    void older(int item, int value) {
        putInt(item, 8, value);
    }

    /** Seconds of the cache's clock; 0 is never. */
    int expires(int item) {
        return getInt(item, 12);
    }

    void expires(int item, int value) {
        putInt(item, 12, value);
    }

    /** Seconds of the cache's clock. */
    int lastUsed(int item) {
        return getInt(item, 16);
    }

    void lastUsed(int item, int value) {
        putInt(item, 16, value);
    }

    int flags(int item) {
        return getInt(item, 20);
    }

    long cas(int item) {
        return pages.page(item).getLong(Pages.offsetOf(item) + 24);
    }

    void cas(int item, long value) {
        pages.page(item).putLong(Pages.offsetOf(item) + 24, value);
    }

    int valueLength(int item) {
        return getInt(item, 32);
    }

    int keyLength(int item) {
        return pages.page(item).get(Pages.offsetOf(item) + 36) & 0xff;
    }

    int slabClass(int item) {
        return pages.page(item).get(Pages.offsetOf(item) + 37) & 0xff;
    }

    boolean is(int item, int state) {
        return (states(item) & state) != 0;
    }

    void set(int item, int state) {
        states(item, states(item) | state);
    }

    void clear(int item, int state) {
        states(item, states(item) & ~state);
    }

    int queue(int item) {
        return states(item) >> QUEUE_SHIFT;
    }

    void queue(int item, int queue) {
        states(item, states(item) & (1 << QUEUE_SHIFT) - 1 | queue << QUEUE_SHIFT);
    }

    private int states(int item) {
        return pages.page(item).getShort(Pages.offsetOf(item) + 38);
    }

    private void states(int item, int value) {
        pages.page(item).putShort(Pages.offsetOf(item) + 38, (short) value);
    }

    /** A copy of the item's key. */
    byte[] key(int item) {
        byte[] key = new byte[keyLength(item)];
        pages.page(item).get(Pages.offsetOf(item) + HEADER, key);
        return key;
    }

    /** The page that holds the item, for bulk copies from {@link #valueOffset} on. */
    ByteBuffer page(int item) {
        return pages.page(item);
    }

    int valueOffset(int item) {
        return Pages.offsetOf(item) + HEADER + keyLength(item);
    }

    boolean hasKey(int item, Key key) {
        int length = key.length();
        if (keyLength(item) != length) {
            return false;
        }
        ByteBuffer page = pages.page(item);
        int at = Pages.offsetOf(item) + HEADER;
        byte[] bytes = key.bytes();
        int from = key.offset();
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            if (page.getLong(at + i) != (long) LONGS.get(bytes, from + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (page.get(at + i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    private int getInt(int item, int field) {
        return pages.page(item).getInt(Pages.offsetOf(item) + field);
    }

    private void putInt(int item, int field, int value) {
        pages.page(item).putInt(Pages.offsetOf(item) + field, value);
    }
}
