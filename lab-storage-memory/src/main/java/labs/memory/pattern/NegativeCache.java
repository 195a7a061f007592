package labs.memory.pattern;

import java.util.Optional;

/**
 * Against penetration: what the database does not have is remembered, too, but for a shorter time.
 * Else each question for a key that does not exist goes through to the database. Thread-safe.
 */
public final class NegativeCache {
    private static final String NOTHING = "\0nothing"; // no value begins with a zero byte

    private final Cache cache;
    private final Source source;
    private final int seconds;
    private final int nothingSeconds;

    /**
     * @param nothingSeconds how long it is believed that there is nothing
     */
    public NegativeCache(Cache cache, Source source, int seconds, int nothingSeconds) {
        this.cache = cache;
        this.source = source;
        this.seconds = seconds;
        this.nothingSeconds = nothingSeconds;
    }

    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        Optional<String> cached = cache.get(key);
        if (cached.isPresent()) {
            return cached.filter(text -> !text.equals(NOTHING));
        }
        Optional<String> value = source.load(key).map(Row::value);
        cache.set(key, value.orElse(NOTHING), value.isPresent() ? seconds : nothingSeconds);
        return value;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Stores a value, and forgets that there was nothing. */
    public void put(String key, String value) {
        // BEGIN SOLUTION
        source.store(key, value);
        cache.delete(key);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }
}
