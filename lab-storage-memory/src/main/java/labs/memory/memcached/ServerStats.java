package labs.memory.memcached;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts. Thread-safe. */
final class ServerStats {
    private final LongAdder[] counters = new LongAdder[Counter.values().length];

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
        Arrays.setAll(counters, i -> new LongAdder());
    }

    void count(Counter counter) {
        counters[counter.ordinal()].increment();
    }

    void add(Counter counter, long many) {
        counters[counter.ordinal()].add(many);
    }

    long of(Counter counter) {
        return counters[counter.ordinal()].sum();
    }

    /** Begins to count anew, but for the connections that are open. */
    void reset() {
        for (Counter counter : Counter.values()) {
            if (counter != Counter.CURR_CONNECTIONS) {
                counters[counter.ordinal()].reset();
            }
        }
    }
}
