package labs.memory.pattern;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Write-behind: a write is answered when it is in memory, and stored later; many writes of one key
 * become one. What is not flushed when the process is killed is lost, though it was answered.
 * Thread-safe. One thread flushes; close it, which flushes what is left.
 */
public final class WriteBehind implements AutoCloseable {
    private final Source source;
    private final int limit;
    private final Map<String, String> dirty = new LinkedHashMap<>(); // guarded by this
    private Map<String, String> flushing = Map.of(); // guarded by this; not yet known to be stored

    /**
     * @param limit keys that may wait; a writer of one more waits itself
     */
    public WriteBehind(Source source, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one key must be able to wait: " + limit);
        }
        this.source = source;
        this.limit = limit;
    }

    /** What was written last, though it is not stored yet. */
    public Optional<String> get(String key) {
        // BEGIN SOLUTION
        synchronized (this) {
            String waiting = dirty.getOrDefault(key, flushing.get(key));
            if (waiting != null) {
                return Optional.of(waiting);
            }
        }
        return source.load(key).map(Row::value);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Takes a value, to be stored later. Waits while as many keys as may wait do so. */
    public synchronized void put(String key, String value) throws InterruptedException {
        // BEGIN SOLUTION
        while (!dirty.containsKey(key) && dirty.size() >= limit) {
            wait();
        }
        dirty.put(key, value);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /**
     * Stores all that waits, in one transaction. If that fails, it waits on, except where it was
     * written anew meanwhile. Call it from one thread, again and again.
     *
     * @return how many keys were stored
     */
    public int flush() {
        // BEGIN SOLUTION
        Map<String, String> batch = begin();
        boolean stored = false;
        try {
            if (!batch.isEmpty()) {
                source.storeAll(batch);
            }
            stored = true;
        } finally {
            end(stored ? Map.of() : batch);
        }
        return batch.size();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    // BEGIN SOLUTION
    private synchronized Map<String, String> begin() {
        flushing = new HashMap<>(dirty);
        dirty.clear();
        notifyAll();
        return flushing;
    }

    private synchronized void end(Map<String, String> failed) {
        failed.forEach(dirty::putIfAbsent);
        flushing = Map.of();
    }

    // END SOLUTION

    /** How many keys a kill would lose now. */
    public synchronized int waiting() {
        // BEGIN SOLUTION
        return dirty.size()
                + (int) flushing.keySet().stream().filter(k -> !dirty.containsKey(k)).count();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    @Override
    public void close() {
        flush();
    }
}
