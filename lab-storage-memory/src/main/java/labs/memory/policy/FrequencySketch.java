package labs.memory.policy;

/**
 * How often a key was seen of late, about: a count-min sketch (Cormode and Muthukrishnan, 2005) of
 * four rows of small counters. It never says too little, and after so many keys all counters are
 * halved, so that old fame fades (the reset of TinyLFU: Einziger, Friedman, Manes, 2017).
 */
final class FrequencySketch {
    static final int MOST = 15;
    private static final int ROWS = 4;
    private static final long[] SEEDS = {
        0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL, 0x165667B19E3779F9L, 0xD6E8FEB86659FD93L
    };

    private final byte[][] counters;
    private final int mask;
    private final int sample; // keys until all is halved
    private int seen;

    /**
     * @param capacity keys of the cache that asks
     */
    FrequencySketch(int capacity) {
        int width = Integer.highestOneBit(Math.max(16, capacity * 2 - 1)) * 2;
        this.counters = new byte[ROWS][width];
        this.mask = width - 1;
        this.sample = capacity * 10;
    }

    /** Counts a key. */
    void count(long key) {
        // BEGIN SOLUTION
        for (int row = 0; row < ROWS; row++) {
            int place = place(key, row);
            if (counters[row][place] < MOST) {
                counters[row][place]++;
            }
        }
        if (++seen == sample) {
            halve();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    /** How often the key was counted, or more. */
    int frequency(long key) {
        // BEGIN SOLUTION
        int least = MOST;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counters[row][place(key, row)]);
        }
        return least;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }

    // BEGIN SOLUTION
    private void halve() {
        seen /= 2;
        for (byte[] row : counters) {
            for (int i = 0; i < row.length; i++) {
                row[i] /= 2;
            }
        }
    }

    // END SOLUTION
    private int place(long key, int row) {
        long mixed = (key ^ key >>> 32) * SEEDS[row];
        return (int) (mixed >>> 40) & mask;
    }
}
