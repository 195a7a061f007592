package labs.memory.policy;

import java.util.Random;
import java.util.function.LongConsumer;

/** Which keys are asked for, in which order: the same for the same seed. */
public final class Traces {
    private Traces() {}

    /**
     * As people do: the key of rank k is asked for in proportion to 1 / k to the power of 0.9.
     *
     * @param keys how many there are
     */
    public static void zipf(long seed, int keys, int length, LongConsumer each) {
        double[] cumulated = cumulated(keys);
        Random random = new Random(seed);
        for (int i = 0; i < length; i++) {
            each.accept(rank(cumulated, random));
        }
    }

    /**
     * As {@link #zipf}, but now and then a report reads many other keys once, one after the other.
     */
    public static void zipfWithScans(long seed, int keys, int length, LongConsumer each) {
        double[] cumulated = cumulated(keys);
        Random random = new Random(seed);
        long scanned = keys;
        for (int i = 0; i < length; i++) {
            if (i % 50_000 == 49_999) {
                for (int j = 0; j < keys / 4; j++) {
                    each.accept(scanned++);
                }
            }
            each.accept(rank(cumulated, random));
        }
    }

    private static double[] cumulated(int keys) {
        double[] cumulated = new double[keys];
        double sum = 0;
        for (int rank = 0; rank < keys; rank++) {
            sum += 1 / Math.pow(rank + 1, 0.9);
            cumulated[rank] = sum;
        }
        return cumulated;
    }

    private static long rank(double[] cumulated, Random random) {
        double point = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = java.util.Arrays.binarySearch(cumulated, point);
        return found >= 0 ? found : -found - 1;
    }
}
