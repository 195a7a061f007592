package labs.memory.policy;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was asked for last. */
public final class LeastRecentlyUsed implements EvictionPolicy {
    private final Map<Long, Boolean> keys;

    /**
     * @param capacity keys that it holds
     */
    public LeastRecentlyUsed(int capacity) {
        keys =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                        return size() > capacity;
                    }
                };
    }

    @Override
    public boolean access(long key) {
        if (keys.get(key) != null) {
            return true;
        }
        keys.put(key, true);
        return false;
    }
}
