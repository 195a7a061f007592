package labs.compute.table;

/**
 * Numbers with a point as 64-bit integers that are in the same order, so that whatever compares,
 * sorts or groups integers does the same with them.
 */
public final class Doubles {
    private Doubles() {}

    /** Equal numbers become equal integers: there is one zero. Never {@link ColumnBatch#NULL}. */
    public static long encode(double value) {
        return turned(Double.doubleToLongBits(value + 0.0)); // -0.0 + 0.0 is 0.0
    }

    public static double decode(long encoded) {
        return Double.longBitsToDouble(turned(encoded));
    }

    /** Of negative numbers the larger bits are the smaller number: all but the sign are turned. */
    private static long turned(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }
}
