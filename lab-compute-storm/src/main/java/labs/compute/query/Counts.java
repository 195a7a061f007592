package labs.compute.query;

import java.util.Arrays;
import labs.compute.table.ColumnBatch;

/** COUNT(*) and COUNT(column). */
final class Counts implements Accumulator {
    private long[] counts = new long[0];

    @Override
    public void reserve(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, Math.max(groups, counts.length * 2));
        }
    }

    @Override
    public void add(int[] groups, long[] values) {
        // BEGIN SOLUTION
        for (int row = 0; row < groups.length; row++) {
            counts[groups[row]] += values == null || values[row] != ColumnBatch.NULL ? 1 : 0;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public long nothing() {
        return 0;
    }

    @Override
    public long[][] states(int groups) {
        return new long[][] {results(groups)};
    }

    @Override
    public void merge(int[] groups, long[][] states) {
        // BEGIN SOLUTION
        for (int row = 0; row < groups.length; row++) {
            counts[groups[row]] += states[0][row];
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public long[] results(int groups) {
        return Arrays.copyOf(counts, groups);
    }
}
