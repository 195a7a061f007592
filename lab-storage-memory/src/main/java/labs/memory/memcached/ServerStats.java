package labs.memory.memcached;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts. Thread-safe. */
final class ServerStats {
    private final Map<Counter, LongAdder> counters = new EnumMap<>(Counter.class);

    /** Named as memcached's {@code stats} does. */
    enum Counter {
        TOTAL_CONNECTIONS,
        CURR_CONNECTIONS,
        REJECTED_CONNECTIONS,
        CMD_GET,
        CMD_SET,
        CMD_FLUSH,
        CMD_TOUCH,
        CMD_META,
        GET_HITS,
        GET_MISSES,
        DELETE_MISSES,
        DELETE_HITS,
        INCR_MISSES,
        INCR_HITS,
        DECR_MISSES,
        DECR_HITS,
        CAS_MISSES,
        CAS_HITS,
        CAS_BADVAL,
        TOUCH_HITS,
        TOUCH_MISSES,
        STORE_TOO_LARGE,
        STORE_NO_MEMORY,
        BYTES_READ,
        BYTES_WRITTEN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ServerStats() {
        for (Counter counter : Counter.values()) {
            counters.put(counter, new LongAdder());
        }
    }

    void count(Counter counter) {
        counters.get(counter).increment();
    }

    void add(Counter counter, long many) {
        counters.get(counter).add(many);
    }

    long of(Counter counter) {
        return counters.get(counter).sum();
    }

    /** Begins to count anew, but for the connections that are open. */
    void reset() {
        counters.forEach(
                (counter, value) -> {
                    if (counter != Counter.CURR_CONNECTIONS) {
                        value.reset();
                    }
                });
    }
}
