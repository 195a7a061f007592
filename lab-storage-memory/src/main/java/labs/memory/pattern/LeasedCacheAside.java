package labs.memory.pattern;

import java.util.Optional;
import java.util.UUID;

/**
 * Cache-aside with leases (Nishtala and others, Scaling Memcache at Facebook, 2013). Who misses
 * leaves a lease in the cache, and may fill it only while that very lease is there. A writer's
 * delete removes the lease, too, so what was read before the write is not stored after it.
 * Thread-safe.
 */
public final class LeasedCacheAside {
    private static final String LEASE = "\0lease:"; // no value begins so
    private static final int LEASE_SECONDS = 5; // then the holder is taken for dead

    private final Cache cache;
    private final Source source;
    private final int seconds;

    public LeasedCacheAside(Cache cache, Source source, int seconds) {
        this.cache = cache;
        this.source = source;
        this.seconds = seconds;
    }

    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        Optional<String> cached = cache.get(key);
        if (cached.isPresent() && !cached.get().startsWith(LEASE)) {
            return cached;
        }
        long lease = cached.isPresent() ? 0 : lease(key);
        Optional<String> value = source.load(key).map(Row::value);
        if (lease != 0 && value.isPresent()) {
            cache.cas(key, value.get(), seconds, lease);
        }
        return value;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    /** The version of the lease that is ours now, or 0 if another one was faster. */
    private long lease(String key) {
        String ours = LEASE + UUID.randomUUID();
        if (!cache.add(key, ours, LEASE_SECONDS)) {
            return 0;
        }
        return cache.gets(key)
                .filter(there -> there.value().equals(ours))
                .map(Cache.Versioned::cas)
                .orElse(0L);
    }

    // END SOLUTION

    /**
     * Stores a value.
     *
     * @throws IllegalArgumentException if it looks like a lease
     */
    public void put(String key, String value) {
        // BEGIN SOLUTION
        if (value.startsWith(LEASE)) {
            throw new IllegalArgumentException("a value must not begin as a lease does");
        }
        source.store(key, value);
        cache.delete(key);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }
}
