package labs.memory.cache;

/**
 * Finds items by key: a table of chains, which grows by doubling. Its chains run through the items.
 * Not thread-safe.
 */
final class HashIndex {
    private static final int SMALLEST = 1 << 12;
    private static final int LARGEST = 1 << 28;

    private final Items items;
    private int[] chains = new int[SMALLEST];
    private int[] growing; // the table twice as large, while chains move over; or null
    private int moved; // chains that have
    private int count;

    HashIndex(Items items) {
        this.items = items;
    }

    int count() {
        return count;
    }

    /** The item with this key, or 0. */
    int find(Key key, int hash) {
        for (int item = first(hash); item != 0; item = items.next(item)) {
            if (items.hasKey(item, key)) {
                return item;
            }
        }
        return 0;
    }

    /** Adds an item whose key is not there yet. */
    void add(int item, int hash) {
        items.next(item, first(hash));
        first(hash, item);
        count++;
        if (growing != null) {
            moveSome();
        } else if (count > chains.length && chains.length < LARGEST) {
            growing = new int[chains.length * 2];
            moved = 0;
        }
    }

    /** The first item of a chain; which chain a number means changes when the table grows. */
    int chain(int number) {
        return first(number);
    }

    void remove(int item, int hash) {
        int before = first(hash);
        if (before == item) {
            first(hash, items.next(item));
        } else {
            while (items.next(before) != item) {
                before = items.next(before);
            }
            items.next(before, items.next(item));
        }
        count--;
    }

    private int first(int hash) {
        int chain = hash & chains.length - 1;
        return growing != null && chain < moved
                ? growing[hash & growing.length - 1]
                : chains[chain];
    }

    private void first(int hash, int item) {
        int chain = hash & chains.length - 1;
        if (growing != null && chain < moved) {
            growing[hash & growing.length - 1] = item;
        } else {
            chains[chain] = item;
        }
    }

    /** A few chains with each addition: a table with millions of them would stop everybody. */
    private void moveSome() {
        for (int i = 0; i < 4 && moved < chains.length; i++) {
            move(chains[moved]);
            chains[moved++] = 0;
        }
        if (moved == chains.length) {
            chains = growing;
            growing = null;
        }
    }

    private void move(int chain) {
        for (int item = chain; item != 0; ) {
            int next = items.next(item);
            int place = Key.of(items, item).hash() & growing.length - 1;
            items.next(item, growing[place]);
            growing[place] = item;
            item = next;
        }
    }
}
