package labs.compute.stream;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** What a {@link WordCount} has found so far. Thread-safe. */
public final class Results {
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final AtomicReference<List<Ranked>> top = new AtomicReference<>(List.of());

    void count(String word, long count) {
        counts.put(word, count);
    }

    void top(List<Ranked> ranking) {
        top.set(List.copyOf(ranking));
    }

    /** The last count of each word. */
    public SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** The sum of all counts. */
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The last ranking. */
    public List<Ranked> top() {
        return top.get();
    }
}
