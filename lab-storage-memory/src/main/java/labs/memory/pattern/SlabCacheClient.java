package labs.memory.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import labs.memory.cache.CachedItem;
import labs.memory.cache.Key;
import labs.memory.cache.SlabCache;
import labs.memory.cache.StoreMode;
import labs.memory.cache.Stored;

/** A {@link SlabCache} of this JVM, as clients of a server see it; it counts the look-ups. */
public final class SlabCacheClient implements Cache {
    private final SlabCache cache;
    private final AtomicLong lookups = new AtomicLong();

    public SlabCacheClient(SlabCache cache) {
        this.cache = cache;
    }

    /** How often a key was looked up so far. */
    public long lookups() {
        return lookups.get();
    }

    @Override
    public Optional<Versioned> gets(String key) {
        lookups.incrementAndGet();
        synchronized (cache) {
            CachedItem item = cache.get(Key.of(key));
            if (item == null) {
                return Optional.empty();
            }
            byte[] value = new byte[item.valueLength()];
            item.copyValue(value, 0);
            return Optional.of(new Versioned(new String(value, UTF_8), item.cas()));
        }
    }

    @Override
    public void set(String key, String value, int seconds) {
        if (!store(key, value, seconds, StoreMode.SET, 0)) {
            delete(key); // it does not fit: the older value must not stay
        }
    }

    @Override
    public boolean add(String key, String value, int seconds) {
        return store(key, value, seconds, StoreMode.ADD, 0);
    }

    @Override
    public boolean cas(String key, String value, int seconds, long cas) {
        return store(key, value, seconds, StoreMode.CAS, cas);
    }

    private boolean store(String key, String value, int seconds, StoreMode mode, long cas) {
        byte[] bytes = value.getBytes(UTF_8);
        int place = cache.reserve(Key.of(key), 0, cache.clock().expiry(seconds), bytes.length);
        if (place < 0) {
            return false;
        }
        cache.fill(place, 0, ByteBuffer.wrap(bytes), 0, bytes.length);
        return cache.commit(place, mode, cas).outcome() == Stored.Outcome.STORED;
    }

    @Override
    public boolean delete(String key) {
        return cache.delete(Key.of(key));
    }
}
