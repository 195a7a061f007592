package labs.compute.query;

import labs.compute.table.ColumnBatch;

/**
 * COUNT(DISTINCT column). Counts of tasks cannot be added up: both may have met the same value. So
 * the values themselves travel, one for each state: a group has as many states as it has values.
 */
final class DistinctCounts implements Accumulator {
    private static final int[] GROUP_AND_VALUE = {0, 1};

    private final GroupTable pairs = new GroupTable(2);

    @Override
    public void reserve(int groups) {
        // Pairs find their room themselves.
    }

    @Override
    public void add(int[] groups, long[] values) {
        // BEGIN SOLUTION
        var found = new ColumnBatch(2, groups.length);
        int count = 0;
        for (int row = 0; row < groups.length; row++) {
            if (values[row] != ColumnBatch.NULL) {
                found.column(0)[count] = groups[row];
                found.column(1)[count++] = values[row];
            }
        }
        found.setRows(count);
        pairs.groupsOf(found, GROUP_AND_VALUE);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    @Override
    public long nothing() {
        return ColumnBatch.NULL;
    }

    /** Nothing yet: see {@link #groups} and {@link #values}. */
    @Override
    public long[][] states(int groups) {
        long[] none = new long[groups];
        java.util.Arrays.fill(none, nothing());
        return new long[][] {none};
    }

    /** The group of each of {@link #values}. */
    long[] groups() {
        return pairs.keys(0);
    }

    /** Each group's values, each once. */
    long[] values() {
        return pairs.keys(1);
    }

    @Override
    public void merge(int[] groups, long[][] states) {
        add(groups, states[0]);
    }

    @Override
    public long[] results(int groups) {
        long[] counts = new long[groups];
        for (long group : groups()) {
            counts[(int) group]++;
        }
        return counts;
    }
}
