package labs.compute.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnBatch;
import labs.compute.table.ColumnType;
import labs.compute.table.Doubles;

/**
 * SUM and AVG. A sum has 128 bits until the end, so whether it is a BIGINT depends on the rows and
 * not on their order. A state is how many values there were, and the sum's two halves.
 */
final class Sums implements Accumulator {
    private static final long EXACT = 1L << 53; // up to here every integer is a double

    private final Aggregate aggregate;
    private long[] counts = new long[0];
    private long[] highs = new long[0];
    private long[] lows = new long[0]; // without a sign

    Sums(Aggregate aggregate) {
        this.aggregate = aggregate;
    }

    @Override
    public void reserve(int groups) {
        if (groups > counts.length) {
            int room = Math.max(groups, counts.length * 2);
            counts = Arrays.copyOf(counts, room);
            highs = Arrays.copyOf(highs, room);
            lows = Arrays.copyOf(lows, room);
        }
    }

    @Override
    public void add(int[] groups, long[] values) {
        // BEGIN SOLUTION
        for (int row = 0; row < groups.length; row++) {
            if (values[row] != ColumnBatch.NULL) {
                counts[groups[row]]++;
                add(groups[row], values[row] >> 63, values[row]);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private void add(int group, long high, long low) {
        long sum = lows[group] + low;
        int carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        lows[group] = sum;
        highs[group] += high + carry;
    }

    // END SOLUTION
    @Override
    public int width() {
        return 3;
    }

    @Override
    public long nothing() {
        return 0;
    }

    @Override
    public long[][] states(int groups) {
        return new long[][] {
            Arrays.copyOf(counts, groups), Arrays.copyOf(highs, groups), Arrays.copyOf(lows, groups)
        };
    }

    @Override
    public void merge(int[] groups, long[][] states) {
        // BEGIN SOLUTION
        for (int row = 0; row < groups.length; row++) {
            counts[groups[row]] += states[0][row];
            add(groups[row], states[1][row], states[2][row]);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public long[] results(int groups) {
        long[] results = new long[groups];
        for (int group = 0; group < groups; group++) {
            results[group] = counts[group] == 0 ? ColumnBatch.NULL : result(group);
        }
        return results;
    }

    private long result(int group) {
        return aggregate.function() == Function.AVG ? Doubles.encode(mean(group)) : sum(group);
    }

    private long sum(int group) {
        // BEGIN SOLUTION
        long low = lows[group];
        boolean isBigint = highs[group] == low >> 63;
        if (!isBigint || !ColumnType.isBigint(low)) {
            throw new ArithmeticException(aggregate.text() + ": " + exact(group) + " is no BIGINT");
        }
        return low;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private double mean(int group) {
        long low = lows[group];
        boolean isExact = highs[group] == low >> 63 && low >= -EXACT && low <= EXACT;
        return isExact
                ? (double) low / counts[group]
                : new BigDecimal(exact(group))
                        .divide(BigDecimal.valueOf(counts[group]), MathContext.DECIMAL128)
                        .doubleValue();
    }

    private BigInteger exact(int group) {
        BigInteger low = new BigInteger(Long.toUnsignedString(lows[group]));
        return BigInteger.valueOf(highs[group]).shiftLeft(Long.SIZE).add(low);
    }
}
