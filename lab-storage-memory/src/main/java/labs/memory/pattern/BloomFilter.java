package labs.memory.pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says of a key that it was certainly never added, or perhaps was (Bloom 1970), in about 10 bits a
 * key. Against penetration with keys that are new each time, which a negative cache cannot know. A
 * key cannot be removed. Thread-safe.
 */
public final class BloomFilter {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final AtomicLongArray words;
    private final long bits;
    private final int hashes;

    /**
     * @param keys that will be added
     * @param falsePositives the part of other keys for which it may say perhaps, above 0, below 1
     */
    public BloomFilter(int keys, double falsePositives) {
        if (keys < 1 || !(falsePositives > 0 && falsePositives < 1)) {
            throw new IllegalArgumentException(
                    "at least one key and a part between 0 and 1: %d, %s"
                            .formatted(keys, falsePositives));
        }
        this.bits = bits(keys, falsePositives);
        this.hashes = hashes(bits, keys);
        this.words = new AtomicLongArray(Math.toIntExact((bits + 63) / 64));
    }

    /** The best number of bits: -n ln p / (ln 2)². */
    static long bits(int keys, double falsePositives) {
        // BEGIN SOLUTION
        return (long) Math.ceil(-keys * Math.log(falsePositives) / Math.pow(Math.log(2), 2));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** The best number of hashes: m/n ln 2. */
    static int hashes(long bits, int keys) {
        // BEGIN SOLUTION
        return (int) Math.max(1, Math.round((double) bits / keys * Math.log(2)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    public void add(String key) {
        // BEGIN SOLUTION
        long hash = hash(key);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(hash, i);
            words.accumulateAndGet((int) (bit / 64), 1L << bit % 64, (old, one) -> old | one);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** False if the key was certainly not added. */
    public boolean mayContain(String key) {
        // BEGIN SOLUTION
        long hash = hash(key);
        for (int i = 0; i < hashes; i++) {
            long bit = bit(hash, i);
            if ((words.get((int) (bit / 64)) & 1L << bit % 64) == 0) {
                return false;
            }
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-5: see part 5");
    }

    /** Two halves of one hash make as many as are needed (Kirsch and Mitzenmacher 2006). */
    private long bit(long hash, int number) {
        long step = hash >>> 32 | 1;
        return Long.remainderUnsigned((hash & 0xffffffffL) + number * step, bits);
    }

    /** FNV-1a, mixed once more: its last byte alone hardly reaches the upper half. */
    private static long hash(String key) {
        long hash = FNV_OFFSET;
        for (byte b : key.getBytes(UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
