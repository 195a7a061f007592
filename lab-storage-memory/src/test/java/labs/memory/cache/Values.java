package labs.memory.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Stores and reads whole values as text. */
final class Values {
    private Values() {}

    static Stored store(SlabCache cache, StoreMode mode, String key, String value, int expiry) {
        byte[] bytes = value.getBytes(UTF_8);
        int place = cache.reserve(Key.of(key), 7, expiry, bytes.length);
        if (place < 0) {
            throw new IllegalStateException("no room: " + place);
        }
        cache.fill(place, 0, ByteBuffer.wrap(bytes), 0, bytes.length);
        return cache.commit(place, mode, 0);
    }

    static Stored set(SlabCache cache, String key, String value) {
        return store(cache, StoreMode.SET, key, value, 0);
    }

    /** The value, or null. */
    static String get(SlabCache cache, String key) {
        synchronized (cache) {
            CachedItem item = cache.get(Key.of(key));
            if (item == null) {
                return null;
            }
            byte[] value = new byte[item.valueLength()];
            item.copyValue(ByteBuffer.wrap(value), 0);
            return new String(value, UTF_8);
        }
    }
}
