package labs.memory.policy;

/**
 * The segmented LRU of memcached, with keys alone: a fifth hot, two fifths warm, the rest cold.
 * What was asked for twice is kept warm, what was asked for once gets cold and goes.
 */
public final class HotWarmCold implements EvictionPolicy {
    private final int capacity;
    private final KeyQueue hot = new KeyQueue();
    private final KeyQueue warm = new KeyQueue();
    private final KeyQueue cold = new KeyQueue();

    /**
     * @param capacity keys that it holds
     */
    public HotWarmCold(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean access(long key) {
        if (cold.contains(key)) {
            cold.remove(key);
            warm.add(key);
        } else if (warm.contains(key)) {
            warm.mark(key);
        } else if (hot.contains(key)) {
            hot.mark(key);
        } else {
            hot.add(key);
            balance();
            return false;
        }
        balance();
        return true;
    }

    private void balance() {
        while (hot.size() > capacity / 5) {
            fall(hot);
        }
        while (warm.size() > capacity * 2 / 5) {
            fall(warm);
        }
        while (hot.size() + warm.size() + cold.size() > capacity) {
            cold.poll();
        }
    }

    private void fall(KeyQueue from) {
        boolean used = from.isMarked(from.oldest());
        long key = from.poll();
        if (used) {
            warm.add(key);
        } else {
            cold.add(key);
        }
    }
}
