package labs.memory.pattern;

import java.util.Optional;

/**
 * Write-through: a write goes to the database and to the cache, so that the next read is a hit. Two
 * writers may come to the cache in the other order than to the database, so the row's version is
 * stored with the value, and an older version never replaces a newer one. Thread-safe.
 */
public final class WriteThrough {
    private final Cache cache;
    private final Source source;
    private final int seconds;

    public WriteThrough(Cache cache, Source source, int seconds) {
        this.cache = cache;
        this.source = source;
        this.seconds = seconds;
    }

    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        Optional<Row> cached = cache.get(key).map(WriteThrough::read);
        if (cached.isPresent()) {
            return cached.map(Row::value);
        }
        Optional<Row> row = source.load(key);
        row.ifPresent(loaded -> offer(key, loaded));
        return row.map(Row::value);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Stores a value in the database, then in the cache. */
    public void put(String key, String value) {
        // BEGIN SOLUTION
        offer(key, new Row(value, source.store(key, value)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    /** Caches a row unless a newer one is there. Each turn another client stored or deleted. */
    private void offer(String key, Row row) {
        while (true) {
            Optional<Cache.Versioned> there = cache.gets(key);
            if (there.isPresent() && read(there.get().value()).version() >= row.version()) {
                return;
            }
            String text = row.version() + " " + row.value();
            boolean stored =
                    there.isPresent()
                            ? cache.cas(key, text, seconds, there.get().cas())
                            : cache.add(key, text, seconds);
            if (stored) {
                return;
            }
            if (cache.gets(key).equals(there)) { // nobody was faster: it does not fit
                cache.delete(key); // an older row must not stay
                return;
            }
        }
    }

    private static Row read(String text) {
        int blank = text.indexOf(' ');
        return new Row(text.substring(blank + 1), Long.parseLong(text.substring(0, blank)));
    }
    // END SOLUTION
}
