package labs.memory.pattern;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A small cache in this process, for hot keys: a key that everybody reads is held by one server,
 * which no number of servers makes faster. It is small, so that only what is read often stays, and
 * short: for that long it may be out of date, since nobody tells it of writes. Thread-safe.
 */
public final class NearCache implements Function<String, Optional<String>> {
    private record Entry(Optional<String> value, long readAt) {}

    private final Function<String, Optional<String>> behind;
    private final int limit;
    private final long millis;
    private final LongSupplier clock;
    private final Map<String, Entry> entries =
            new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    /**
     * @param limit entries; the one that was read longest ago goes
     * @param millis how long an entry is believed
     */
    public NearCache(
            Function<String, Optional<String>> behind, int limit, long millis, LongSupplier clock) {
        this.behind = behind;
        this.limit = limit;
        this.millis = millis;
        this.clock = clock;
    }

    @Override
    public Optional<String> apply(String key) {
        // BEGIN SOLUTION
        long asked = clock.getAsLong(); // before it is read: so old may the answer be
        synchronized (this) {
            Entry entry = entries.get(key);
            if (entry != null && asked - entry.readAt() < millis) {
                return entry.value();
            }
        }
        Optional<String> value = behind.apply(key); // without the lock: others go on meanwhile
        remember(key, new Entry(value, asked));
        return value;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    private synchronized void remember(String key, Entry entry) {
        entries.put(key, entry);
        if (entries.size() > limit) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    // END SOLUTION

    public synchronized int size() {
        return entries.size();
    }
}
