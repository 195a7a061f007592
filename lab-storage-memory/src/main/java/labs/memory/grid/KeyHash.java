package labs.memory.grid;

/** Spreads keys over partitions, and partitions over members. */
final class KeyHash {
    private KeyHash() {}

    static int partition(String key, int partitions) {
        return (int) Long.remainderUnsigned(mix(key.hashCode()), partitions);
    }

    /** How much that node wants that partition. */
    static long weight(int partition, int node) {
        return mix(mix(partition) + node);
    }

    // The finalizer of SplitMix64: neighbours come out far apart.
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
