package labs.memory.pattern;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Probabilistic early expiration (Vattani, Chierichetti and Lowenstein 2015): each reader of a hot
 * key throws a die, whose odds rise as the expiry comes near, and the one that wins loads the value
 * before it is gone. Nobody waits, and no lock is needed. Thread-safe.
 */
public final class EarlyRefresh {
    private final Cache cache;
    private final Source source;
    private final int seconds;
    private final double beta;
    private final LongSupplier millis;
    private final DoubleSupplier random;

    /**
     * @param beta 1 is the best for most; more refreshes earlier
     * @param random evenly from 0 to 1, without 1
     */
    public EarlyRefresh(
            Cache cache,
            Source source,
            int seconds,
            double beta,
            LongSupplier millis,
            DoubleSupplier random) {
        this.cache = cache;
        this.source = source;
        this.seconds = seconds;
        this.beta = beta;
        this.millis = millis;
        this.random = random;
    }

    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        Optional<Entry> entry = cache.get(key).map(Entry::read);
        if (entry.isPresent() && !isDue(entry.get())) {
            return entry.map(Entry::value);
        }
        return refresh(key);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Is it time? The longer a load takes, the earlier it should begin. */
    private boolean isDue(Entry entry) {
        // BEGIN SOLUTION
        double early = entry.loadMillis() * beta * -Math.log(1 - random.getAsDouble());
        return millis.getAsLong() + early >= entry.expiresAt();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    private Optional<String> refresh(String key) {
        long begin = millis.getAsLong();
        Optional<String> value = source.load(key).map(Row::value);
        long end = millis.getAsLong();
        if (value.isPresent()) {
            var entry = new Entry(end - begin, end + seconds * 1_000L, value.get());
            cache.set(key, entry.text(), seconds + 1); // the entry's own expiry counts
        } else {
            cache.delete(key);
        }
        return value;
    }

    // END SOLUTION

    /** What is cached: the value, when it expires, and how long it took to load. */
    record Entry(long loadMillis, long expiresAt, String value) {
        static Entry read(String text) {
            String[] parts = text.split(" ", 3);
            return new Entry(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
        }

        String text() {
            return loadMillis + " " + expiresAt + " " + value;
        }
    }
}
