package labs.mq.shop;

import java.util.Arrays;

/** A few are wanted often, many seldom: rank r has a share like 1 / r^exponent. Immutable. */
final class Zipf {
    private final double[] upTo; // the sum of the shares up to and with this rank; the last is 1

    Zipf(int ranks, double exponent) {
        upTo = new double[ranks];
        double sum = 0;
        for (int i = 0; i < ranks; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            upTo[i] = sum;
        }
        for (int i = 0; i < ranks; i++) {
            upTo[i] /= sum;
        }
    }

    /** The rank, from 0, that a number from [0, 1) falls on. */
    int rank(double uniform) {
        int found = Arrays.binarySearch(upTo, uniform);
        return Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1);
    }

    double share(int rank) {
        return rank == 0 ? upTo[0] : upTo[rank] - upTo[rank - 1];
    }
}
