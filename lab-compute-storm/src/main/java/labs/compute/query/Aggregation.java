package labs.compute.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import labs.compute.query.Grouping.Aggregate;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Partitions;

/**
 * Groups rows by hash: in a task before the network, where it makes few rows of many, and in the
 * task behind it, which merges what those gave. Its groups stay in memory. Not thread-safe.
 *
 * <pre>
 *   joined rows ─▶ add ─▶ partials ─▶ partition ══▶ merge ─▶ result
 *                  each task: few rows              one task for each key
 * </pre>
 */
public final class Aggregation {
    private final int[] keys;
    private final List<Aggregate> aggregates;
    private final GroupTable groups;
    private final List<Accumulator> accumulators;

    public Aggregation(Grouping grouping) {
        keys = grouping.keys().stream().mapToInt(Integer::intValue).toArray();
        aggregates = grouping.aggregates();
        groups = new GroupTable(keys.length);
        accumulators = aggregates.stream().map(Accumulator::of).toList();
    }

    /** Takes joined rows. */
    public void add(ColumnBatch joined) {
        // BEGIN SOLUTION
        int[] group = groups.groupsOf(joined, keys);
        for (int a = 0; a < aggregates.size(); a++) {
            int column = aggregates.get(a).column();
            accumulators.get(a).reserve(groups.count());
            accumulators.get(a).add(group, column < 0 ? null : joined.column(column));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** Takes rows that {@link #partials} of another one gave. */
    public void merge(ColumnBatch partials) {
        // BEGIN SOLUTION
        int[] group = groups.groupsOf(partials, firsts(keys.length));
        int column = keys.length;
        for (Accumulator accumulator : accumulators) {
            long[][] states = new long[accumulator.width()][];
            for (int i = 0; i < states.length; i++) {
                states[i] = partials.column(column++);
            }
            accumulator.reserve(groups.count());
            accumulator.merge(group, states);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** The groups so far, to be merged with those of others: keys, then states of aggregates. */
    public ColumnBatch partials() {
        // BEGIN SOLUTION
        var columns = new ArrayList<>(keyColumns());
        int rows = rows();
        for (Accumulator accumulator : accumulators) {
            accumulator.reserve(rows);
            columns.addAll(List.of(accumulator.states(rows)));
        }
        var partials = new ColumnBatch(columns.toArray(long[][]::new), rows);
        int column = keys.length;
        for (Accumulator accumulator : accumulators) {
            if (accumulator instanceof DistinctCounts distinct) {
                addValues(distinct, column, partials);
            }
            column += accumulator.width();
        }
        return partials;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    // BEGIN SOLUTION
    /** A row for each value: its group's keys, the value, and the states of nothing. */
    private void addValues(DistinctCounts distinct, int column, ColumnBatch partials) {
        long[] group = distinct.groups();
        int from = partials.rows();
        partials.reserve(group.length);
        partials.setRows(from + group.length);
        List<long[]> keyColumns = keyColumns();
        for (int k = 0; k < keys.length; k++) {
            for (int i = 0; i < group.length; i++) {
                partials.column(k)[from + i] = keyColumns.get(k)[(int) group[i]];
            }
        }
        int other = keys.length;
        for (Accumulator accumulator : accumulators) {
            for (int i = 0; i < accumulator.width(); i++, other++) {
                Arrays.fill(partials.column(other), from, partials.rows(), accumulator.nothing());
            }
        }
        System.arraycopy(distinct.values(), 0, partials.column(column), from, group.length);
    }

    // END SOLUTION
    /**
     * A row for each group: the keys, then the aggregates; in no particular order. Without keys it
     * is one row, even of nothing: so only one task may merge then.
     *
     * @throws ArithmeticException if a sum leaves the range of a BIGINT; the message says which
     */
    public ColumnBatch result() {
        // BEGIN SOLUTION
        var columns = new ArrayList<>(keyColumns());
        int rows = rows();
        for (Accumulator accumulator : accumulators) {
            accumulator.reserve(rows);
            columns.add(accumulator.results(rows));
        }
        return new ColumnBatch(columns.toArray(long[][]::new), rows);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private int rows() {
        return keys.length == 0 ? 1 : groups.count();
    }

    private List<long[]> keyColumns() {
        return IntStream.range(0, keys.length).mapToObj(groups::keys).toList();
    }

    /** How many groups there are so far. */
    public int groups() {
        return groups.count();
    }

    /**
     * Orders rows of {@link #partials} by the partition of their keys, for the tasks that merge
     * them: equal keys, also those with NULLs, are in the same partition. Without keys it is always
     * 0.
     *
     * @param bits of the number of partitions; at least 1
     */
    public static Partitions partition(Grouping grouping, ColumnBatch partials, int bits) {
        // BEGIN SOLUTION
        long[] hashes = GroupTable.hashes(partials, firsts(grouping.keys().size()));
        int[] partition = new int[hashes.length];
        int[] counts = new int[(1 << bits) + 1];
        for (int row = 0; row < hashes.length; row++) {
            partition[row] = (int) (hashes[row] >>> (Long.SIZE - bits));
            counts[partition[row] + 1]++;
        }
        return Partitions.scatter(partials, partition, counts);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    private static int[] firsts(int count) {
        return IntStream.range(0, count).toArray();
    }
}
