package labs.compute.join;

import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;
import labs.compute.table.Partitions;

/**
 * Some bits of a key's hash, as the number of a partition: those behind the {@code used} highest.
 * Keys that fell into one partition by other bits are spread by these.
 */
record HashBits(int used, int bits) {
    /** Tables use the lowest bits. */
    private static final int MOST_BITS = 40;

    /** The highest ones, as {@link Hash#partition}. */
    static HashBits first(int bits) {
        return new HashBits(0, bits);
    }

    int partitions() {
        return 1 << bits;
    }

    boolean hasNext() {
        return used + bits < MOST_BITS;
    }

    /** The bits that follow these. */
    HashBits next(int wanted) {
        return new HashBits(used + bits, wanted);
    }

    int partition(long key) {
        // BEGIN SOLUTION
        return (int) (Hash.of(key) << used >>> (Long.SIZE - bits));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    Partitions partition(ColumnBatch batch, int key) {
        long[] keys = batch.column(key);
        int[] partition = new int[batch.rows()];
        int[] counts = new int[partitions() + 1];
        for (int row = 0; row < partition.length; row++) {
            partition[row] = partition(keys[row]);
            counts[partition[row] + 1]++;
        }
        return Partitions.scatter(batch, partition, counts);
    }
}
