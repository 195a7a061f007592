package labs.compute.join;

import java.io.Serial;
import java.io.Serializable;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;

/**
 * A set of keys in a few bits for each: it never denies a key that was added, and rarely affirms
 * one that was not. See Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors, CACM
 * 1970. Not thread-safe while keys are added.
 */
public final class BloomFilter implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final int MOST_BITS = Integer.MAX_VALUE - Long.SIZE;

    private final long[] words;
    private final int hashes;

    /**
     * @param keys how many will be added
     * @param falsePositives how many of those that were not are affirmed all the same, above 0 and
     *     below 1
     * @throws IllegalArgumentException if the rate is not
     */
    public BloomFilter(long keys, double falsePositives) {
        if (!(falsePositives > 0 && falsePositives < 1)) {
            throw new IllegalArgumentException(
                    "a rate is between 0 and 1, and not " + falsePositives);
        }
        double bitsPerKey = -Math.log(falsePositives) / (Math.log(2) * Math.log(2));
        double bits = Math.min(MOST_BITS, Math.max(1, keys) * bitsPerKey);
        words = new long[(int) Math.ceil(bits / Long.SIZE)];
        hashes = (int) Math.max(1, Math.round(bitsPerKey * Math.log(2)));
    }

    public void add(long key) {
        // BEGIN SOLUTION
        long hash = Hash.of(key);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(hash, i);
            words[(int) (bit >>> 6)] |= 1L << bit;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** False only if the key was not added. */
    public boolean mightContain(long key) {
        // BEGIN SOLUTION
        long hash = Hash.of(key);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(hash, i);
            if ((words[(int) (bit >>> 6)] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Adds the keys of all rows that have one. */
    public void addAll(ColumnBatch rows, int key) {
        long[] keys = rows.column(key);
        for (int row = 0; row < rows.rows(); row++) {
            if (keys[row] != ColumnBatch.NULL) {
                add(keys[row]);
            }
        }
    }

    /**
     * The rows of one table whose keys may be in the other, of whose keys this filter is. The left
     * table may be filtered only if the join has no use for left rows without a match: see {@link
     * JoinType#keepsUnmatchedLeft}. The right one may unless {@link JoinType#keepsUnmatchedRight}.
     */
    public ColumnBatch filter(ColumnBatch rows, int key) {
        // BEGIN SOLUTION
        long[] keys = rows.column(key);
        int[] kept = new int[rows.rows()];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            if (keys[row] != ColumnBatch.NULL && mightContain(keys[row])) {
                kept[count++] = row;
            }
        }
        return count == kept.length ? rows : rows.gather(kept, count);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    // BEGIN SOLUTION
    /** Two halves of one hash make as many as one likes: Kirsch and Mitzenmacher, ESA 2006. */
    private long bit(long hash, int i) {
        int mixed = (int) hash + i * ((int) (hash >>> 32) | 1);
        return ((mixed & 0xffff_ffffL) * ((long) words.length * Long.SIZE)) >>> 32;
    }

    // END SOLUTION
    /**
     * Adds all keys of another.
     *
     * @throws IllegalArgumentException if it is not of the same size
     */
    public void addAll(BloomFilter other) {
        // BEGIN SOLUTION
        if (other.words.length != words.length || other.hashes != hashes) {
            throw new IllegalArgumentException(
                    "a filter of %d bits and %d hashes takes none of %d and %d"
                            .formatted(bits(), hashes, other.bits(), other.hashes));
        }
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    private long bits() {
        return (long) words.length * Long.SIZE;
    }

    /** How many bytes travel when it is sent. */
    public long bytes() {
        return (long) words.length * Long.BYTES;
    }
}
