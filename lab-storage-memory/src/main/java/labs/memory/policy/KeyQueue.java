package labs.memory.policy;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keys in the order in which they came, each with a mark. */
final class KeyQueue {
    private final Map<Long, Boolean> keys = new LinkedHashMap<>();

    boolean contains(long key) {
        return keys.containsKey(key);
    }

    boolean isMarked(long key) {
        return keys.get(key);
    }

    void mark(long key) {
        keys.put(key, true); // keeps its place
    }

    void add(long key) {
        keys.put(key, false);
    }

    void remove(long key) {
        keys.remove(key);
    }

    int size() {
        return keys.size();
    }

    /** The one that came first. */
    long oldest() {
        return keys.keySet().iterator().next();
    }

    long poll() {
        Iterator<Long> all = keys.keySet().iterator();
        long oldest = all.next();
        all.remove();
        return oldest;
    }
}
