package labs.compute.query;

import java.util.Arrays;
import labs.compute.query.Grouping.Function;
import labs.compute.table.ColumnBatch;

/** MIN and MAX: NULL while there was no value. */
final class Extremes implements Accumulator {
    private final boolean isLeast;
    private long[] extremes = new long[0];

    Extremes(Function function) {
        this.isLeast = function == Function.MIN;
    }

    @Override
    public void reserve(int groups) {
        int before = extremes.length;
        if (groups > before) {
            extremes = Arrays.copyOf(extremes, Math.max(groups, before * 2));
            Arrays.fill(extremes, before, extremes.length, nothing());
        }
    }

    @Override
    public void add(int[] groups, long[] values) {
        // BEGIN SOLUTION
        for (int row = 0; row < groups.length; row++) {
            long value = values[row];
            if (value != ColumnBatch.NULL) {
                long before = extremes[groups[row]];
                extremes[groups[row]] = before == ColumnBatch.NULL ? value : one(before, value);
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private long one(long a, long b) {
        return isLeast ? Math.min(a, b) : Math.max(a, b);
    }

    @Override
    public long nothing() {
        return ColumnBatch.NULL;
    }

    @Override
    public long[][] states(int groups) {
        return new long[][] {results(groups)};
    }

    @Override
    public void merge(int[] groups, long[][] states) {
        add(groups, states[0]);
    }

    @Override
    public long[] results(int groups) {
        return Arrays.copyOf(extremes, groups);
    }
}
