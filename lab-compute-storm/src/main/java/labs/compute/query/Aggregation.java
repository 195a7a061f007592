package labs.compute.query;

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
 *   joined rows ─▶ add ─▶ result ─▶ partition ══▶ merge ─▶ result
 *                  each task: few rows            one task for each key
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
        accumulators = aggregates.stream().map(a -> new Accumulator(a.function())).toList();
    }

    /**
     * Takes joined rows.
     *
     * @throws ArithmeticException if a sum leaves the range of a BIGINT
     */
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

    /**
     * Takes rows that {@link #result} of another one gave.
     *
     * @throws ArithmeticException if a sum leaves the range of a BIGINT
     */
    public void merge(ColumnBatch partials) {
        // BEGIN SOLUTION
        int[] group = groups.groupsOf(partials, firsts(keys.length));
        for (int a = 0; a < aggregates.size(); a++) {
            accumulators.get(a).reserve(groups.count());
            accumulators.get(a).merge(group, partials.column(keys.length + a));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /**
     * A row for each group: the keys, then the aggregates; in no particular order. Without keys it
     * is one row, even of nothing: so only one task may merge then.
     */
    public ColumnBatch result() {
        // BEGIN SOLUTION
        int rows = keys.length == 0 ? 1 : groups.count();
        long[][] columns = new long[keys.length + aggregates.size()][];
        for (int k = 0; k < keys.length; k++) {
            columns[k] = groups.keys(k);
        }
        for (int a = 0; a < aggregates.size(); a++) {
            accumulators.get(a).reserve(rows);
            columns[keys.length + a] = accumulators.get(a).states(rows);
        }
        return new ColumnBatch(columns, rows);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-7: README, part 7");
    }

    /** How many groups there are so far. */
    public int groups() {
        return groups.count();
    }

    /**
     * Orders rows of {@link #result} by the partition of their keys, for the tasks that merge them:
     * equal keys, also those with NULLs, are in the same partition. Without keys it is always 0.
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
