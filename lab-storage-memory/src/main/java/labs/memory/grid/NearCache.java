package labs.memory.grid;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values that a client read, kept where it is. They go when the owner says that they changed; what
 * it says may be late, overtake an answer, or be lost. So a value may be old for a moment, but
 * never after its news came, and not for ever when they do not. Confined to its client.
 */
final class NearCache {
    private static final int MOST = 10_000;
    private final Map<String, Near> values = new LinkedHashMap<>();
    private final Map<Integer, Stamp> news = new HashMap<>(); // the newest of each partition

    private record Near(int partition, Optional<String> value) {}

    /** The value as it was read, or nothing; "there is none" is a value, too. */
    Optional<Optional<String>> get(String key) {
        return Optional.ofNullable(values.get(key)).map(Near::value);
    }

    /** Keeps what was read, unless there are news that it does not know. */
    void put(int partition, String key, Optional<String> value, Stamp stamp) {
        // BEGIN SOLUTION
        if (stamp.compareTo(news.getOrDefault(partition, Stamp.NONE)) >= 0) {
            values.remove(key); // to the end
            values.put(key, new Near(partition, value));
            if (values.size() > MOST) {
                values.remove(values.keySet().iterator().next());
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    /** The owner says that the write with this stamp changed the key. */
    void invalidate(int partition, Stamp stamp, String key) {
        // BEGIN SOLUTION
        values.remove(key);
        Stamp last = news.getOrDefault(partition, Stamp.NONE);
        if (stamp.compareTo(last) > 0 && !stamp.follows(last)) {
            forget(partition); // the news in between are missing
        }
        news.merge(partition, stamp, NearCache::later);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    /** The owner says how many writes there were: perhaps some of its news were lost. */
    void compare(int partition, Stamp stamp) {
        // BEGIN SOLUTION
        if (stamp.compareTo(news.getOrDefault(partition, Stamp.NONE)) > 0) {
            forget(partition);
            news.put(partition, stamp);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-4: README, part 4");
    }

    /** This client wrote it itself, and must read what it wrote. */
    void remove(String key) {
        values.remove(key);
    }

    /** The cluster is another one, or of another time. */
    void clear() {
        values.clear();
        news.clear();
    }

    private void forget(int partition) {
        values.values().removeIf(near -> near.partition() == partition);
    }

    private static Stamp later(Stamp one, Stamp other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
