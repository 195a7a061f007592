package labs.compute.query;

import java.util.Arrays;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnBatch;

/** The state of one aggregate for each group: a number, or NULL while there was none. */
final class Accumulator {
    private final Function function;
    private long[] states = new long[0];

    Accumulator(Function function) {
        this.function = function;
    }

    /** Makes room for so many groups; new ones begin as an aggregate of nothing. */
    void reserve(int groups) {
        int before = states.length;
        if (groups > before) {
            states = Arrays.copyOf(states, Math.max(groups, before * 2));
            // BEGIN SOLUTION
            long nothing = function == Function.COUNT ? 0 : ColumnBatch.NULL;
            Arrays.fill(states, before, states.length, nothing);
            // END SOLUTION
        }
    }

    /**
     * Takes rows.
     *
     * @param values the aggregate's column, or null for COUNT(*)
     * @throws ArithmeticException if a sum leaves the range of a BIGINT
     */
    void add(int[] groups, long[] values) {
        // BEGIN SOLUTION
        if (function != Function.COUNT) {
            fold(groups, values);
            return;
        }
        for (int row = 0; row < groups.length; row++) {
            states[groups[row]] += values == null || values[row] != ColumnBatch.NULL ? 1 : 0;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** Takes the states of another accumulator of the same function: counts are summed up. */
    void merge(int[] groups, long[] values) {
        // BEGIN SOLUTION
        fold(groups, values);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    private void fold(int[] groups, long[] values) {
        for (int row = 0; row < groups.length; row++) {
            long value = values[row];
            if (value != ColumnBatch.NULL) {
                long state = states[groups[row]];
                states[groups[row]] = state == ColumnBatch.NULL ? value : combine(state, value);
            }
        }
    }

    private long combine(long state, long value) {
        return switch (function) {
            case COUNT, SUM -> sum(state, value);
            case MIN -> Math.min(state, value);
            case MAX -> Math.max(state, value);
        };
    }

    /** The smallest and the largest of 64 bits are no values: sorting needs them for NULL. */
    private static long sum(long a, long b) {
        long sum = a + b;
        boolean isOver = ((a ^ sum) & (b ^ sum)) < 0;
        if (isOver || sum == Long.MIN_VALUE || sum == Long.MAX_VALUE) {
            throw new ArithmeticException("SUM: " + a + " + " + b + " is no BIGINT any more");
        }
        return sum;
    }

    // END SOLUTION
    /** The states of the first groups. */
    long[] states(int groups) {
        return Arrays.copyOf(states, groups);
    }
}
