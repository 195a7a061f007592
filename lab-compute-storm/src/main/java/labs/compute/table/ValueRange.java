package labs.compute.table;

/**
 * Of which numbers a column's values are.
 *
 * @param offset what is to be taken off a value so that the least becomes 0, or 1 if 0 has to stand
 *     for NULL
 * @param bits how many the greatest value then takes
 * @param hasNull whether 0 stands for NULL
 */
record ValueRange(long offset, int bits, boolean hasNull) {
    /** Any number, and NULL as itself. */
    private static final ValueRange ALL = new ValueRange(0, Long.SIZE, false);

    static ValueRange of(long[] values, int rows) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int row = 0; row < rows; row++) {
            least = Math.min(least, values[row]);
            greatest = Math.max(greatest, values[row]);
        }
        if (rows > 0 && least == ColumnBatch.NULL) {
            return withNull(leastBesideNull(values, rows), greatest);
        }
        return rows == 0 ? new ValueRange(0, 0, false) : of(least, greatest, false);
    }

    private static long leastBesideNull(long[] values, int rows) {
        long least = Long.MAX_VALUE;
        for (int row = 0; row < rows; row++) {
            least = values[row] == ColumnBatch.NULL ? least : Math.min(least, values[row]);
        }
        return least;
    }

    private static ValueRange withNull(long least, long greatest) {
        return greatest == ColumnBatch.NULL
                ? new ValueRange(0, 0, true) // there is nothing else
                : of(least - 1, greatest, true);
    }

    private static ValueRange of(long offset, long greatest, boolean hasNull) {
        long span = greatest - offset;
        return span < 0 ? ALL : new ValueRange(offset, bits(span), hasNull);
    }

    private static int bits(long span) {
        return Long.SIZE - Long.numberOfLeadingZeros(span);
    }
}
