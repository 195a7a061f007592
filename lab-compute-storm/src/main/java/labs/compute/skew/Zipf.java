package labs.compute.skew;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Keys of which few come often: key k of 1, 2, … comes with a probability in proportion to k to the
 * power of minus the exponent. Words of a text have an exponent of about 1. Not thread-safe.
 */
public final class Zipf {
    private final double[] sums;
    private final SplittableRandom random;

    /**
     * @param keys how many different ones there are
     */
    public Zipf(int keys, double exponent, long seed) {
        this.sums = new double[keys];
        this.random = new SplittableRandom(seed);
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -exponent);
            sums[i] = sum;
        }
    }

    public long next() {
        int at = Arrays.binarySearch(sums, random.nextDouble(sums[sums.length - 1]));
        return at < 0 ? -at : at + 1;
    }

    /** The next so many. */
    public long[] keys(int count) {
        long[] keys = new long[count];
        Arrays.setAll(keys, i -> next());
        return keys;
    }
}
