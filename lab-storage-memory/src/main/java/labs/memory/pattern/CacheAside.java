package labs.memory.pattern;

import java.util.Optional;

/**
 * Cache-aside, the common pattern: read the cache, on a miss the database, and fill the cache;
 * write the database, then delete from the cache.
 *
 * <p>One race is left. A reader misses and reads the old row; then a writer stores and deletes;
 * then the reader fills the cache with the old row, which stays until it expires. {@link
 * LeasedCacheAside} closes it. Thread-safe.
 */
public final class CacheAside {
    private final Cache cache;
    private final Source source;
    private final int seconds;

    /**
     * @param seconds that a value may stay: how long the race may show an old one
     */
    public CacheAside(Cache cache, Source source, int seconds) {
        this.cache = cache;
        this.source = source;
        this.seconds = seconds;
    }

    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        Optional<String> cached = cache.get(key);
        if (cached.isPresent()) {
            return cached;
        }
        Optional<String> value = source.load(key).map(Row::value);
        value.ifPresent(text -> cache.set(key, text, seconds));
        return value;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Stores a value. Nobody reads the old one for long, unless the race above happens. */
    public void put(String key, String value) {
        // BEGIN SOLUTION
        source.store(key, value);
        cache.delete(key); // not set: two writers could set in the other order
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }
}
