package labs.compute.table;

/**
 * Spreads keys over partitions and, with other bits, over the slots of a table: keys of one
 * partition must not all fall into the same slots.
 */
public final class Hash {
    private Hash() {}

    /** The finalizer of Steele, Lea and Flood's SplitMix64 (OOPSLA 2014). */
    public static long of(long key) {
        long h = (key ^ (key >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }

    /**
     * @param bits of the number of partitions, which is a power of two
     */
    public static int partition(long key, int bits) {
        return (int) (of(key) >>> (64 - bits)); // the highest bits; tables use the lowest
    }
}
