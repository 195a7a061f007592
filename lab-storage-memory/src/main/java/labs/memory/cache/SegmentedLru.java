package labs.memory.cache;

/**
 * Who goes first. Each class of sizes has three queues: new items are <em>hot</em>; when they fall
 * out of it, those that were read twice become <em>warm</em>, the others <em>cold</em>; the oldest
 * of the cold ones are evicted. So a scan, which reads everything once, costs the cold queue, and
 * never what is really used. As memcached since 1.5 does it (doc/new_lru.txt of its source); there
 * a thread of its own moves the items, here who comes does. Not thread-safe.
 */
final class SegmentedLru {
    static final int HOT = 0;
    static final int WARM = 1;
    static final int COLD = 2;
    private static final int QUEUES = 3;
    private static final int HOT_PERCENT = 20; // of a class's items, at most
    private static final int WARM_PERCENT = 40;

    private final Items items;
    private final int[] newest; // by class and queue
    private final int[] oldest;
    private final int[] count;

    SegmentedLru(Items items, int classes) {
        this.items = items;
        this.newest = new int[classes * QUEUES];
        this.oldest = new int[classes * QUEUES];
        this.count = new int[classes * QUEUES];
    }

    /** Takes a new item in. */
    void add(int item) {
        // BEGIN SOLUTION
        link(item, HOT);
        balance(items.slabClass(item));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /** The item leaves. */
    void remove(int item) {
        // BEGIN SOLUTION
        unlink(item);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /**
     * The item was read: once makes it fetched, twice active, and active ones are not cold.
     *
     * @param now seconds of the cache's clock
     */
    void touch(int item, int now) {
        // BEGIN SOLUTION
        if (!items.is(item, Items.FETCHED)) {
            items.set(item, Items.FETCHED);
        } else if (!items.is(item, Items.ACTIVE)) {
            items.set(item, Items.ACTIVE);
            items.lastUsed(item, now);
            if (items.queue(item) == COLD) {
                move(item, WARM);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /** The item of a class that goes next, or 0 if it has none. */
    int victim(int slabClass) {
        // BEGIN SOLUTION
        balance(slabClass);
        for (int queue : new int[] {COLD, HOT, WARM}) {
            if (oldest[slabClass * QUEUES + queue] != 0) {
                return oldest[slabClass * QUEUES + queue];
            }
        }
        return 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    // BEGIN SOLUTION
    /** Lets what is too much in the hot and the warm queue fall. */
    private void balance(int slabClass) {
        int hot = slabClass * QUEUES + HOT;
        int warm = slabClass * QUEUES + WARM;
        int all = count(slabClass);
        while (count[hot] > share(all, HOT_PERCENT)) {
            fall(oldest[hot]);
        }
        // Each active one goes round once, and is not active any more: so this ends.
        while (count[warm] > share(all, WARM_PERCENT)) {
            fall(oldest[warm]);
        }
    }

    private static int share(int all, int percent) {
        return (int) (((long) all * percent + 99) / 100); // one at least
    }

    private void fall(int item) {
        boolean active = items.is(item, Items.ACTIVE);
        move(item, active ? WARM : COLD);
    }

    private void move(int item, int queue) {
        unlink(item);
        items.clear(item, Items.ACTIVE);
        link(item, queue);
    }

    private void link(int item, int queue) {
        int index = items.slabClass(item) * QUEUES + queue;
        items.queue(item, queue);
        items.newer(item, 0);
        items.older(item, newest[index]);
        if (newest[index] == 0) {
            oldest[index] = item;
        } else {
            items.newer(newest[index], item);
        }
        newest[index] = item;
        count[index]++;
    }

    private void unlink(int item) {
        int index = items.slabClass(item) * QUEUES + items.queue(item);
        int newer = items.newer(item);
        int older = items.older(item);
        if (newer == 0) {
            newest[index] = older;
        } else {
            items.older(newer, older);
        }
        if (older == 0) {
            oldest[index] = newer;
        } else {
            items.newer(older, newer);
        }
        count[index]--;
    }

    // END SOLUTION

    /** Items of a class. */
    int count(int slabClass) {
        int first = slabClass * QUEUES;
        return count[first] + count[first + 1] + count[first + 2];
    }

    /** Items of one of its queues. */
    int count(int slabClass, int queue) {
        return count[slabClass * QUEUES + queue];
    }
}
