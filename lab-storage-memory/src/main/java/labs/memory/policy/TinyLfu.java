package labs.memory.policy;

/**
 * Window TinyLFU: a new key has a small window to be asked for again. When it falls out of that, it
 * gets the place of the one that would go next only if it was seen more often of late.
 */
public final class TinyLfu implements EvictionPolicy {
    private final int windowSize;
    private final int mainSize;
    private final FrequencySketch seen;
    private final KeyQueue window = new KeyQueue();
    private final KeyQueue probation = new KeyQueue();
    private final KeyQueue guarded = new KeyQueue();

    /**
     * @param capacity keys that it holds
     */
    public TinyLfu(int capacity) {
        windowSize = Math.max(1, capacity / 100);
        mainSize = capacity - windowSize;
        seen = new FrequencySketch(capacity);
    }

    @Override
    public boolean access(long key) {
        // BEGIN SOLUTION
        seen.count(key);
        if (window.contains(key)) {
            renew(window, key);
            return true;
        }
        if (guarded.contains(key)) {
            renew(guarded, key);
            return true;
        }
        if (probation.contains(key)) {
            probation.remove(key);
            guarded.add(key);
            if (guarded.size() > mainSize * 4 / 5) {
                probation.add(guarded.poll());
            }
            return true;
        }
        window.add(key);
        if (window.size() > windowSize) {
            admit(window.poll());
        }
        return false;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    // BEGIN SOLUTION
    private static void renew(KeyQueue queue, long key) {
        queue.remove(key);
        queue.add(key);
    }

    private void admit(long candidate) {
        if (probation.size() + guarded.size() < mainSize) {
            probation.add(candidate);
            return;
        }
        KeyQueue from = probation.size() > 0 ? probation : guarded;
        if (seen.frequency(candidate) > seen.frequency(from.oldest())) {
            from.poll();
            probation.add(candidate);
        }
    }
    // END SOLUTION
}
