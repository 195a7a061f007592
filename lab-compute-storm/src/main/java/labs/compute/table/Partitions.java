package labs.compute.table;

import java.util.Arrays;

/**
 * A batch whose rows are ordered by the partition of their key: those of partition {@code p} stand
 * at {@code starts[p] … starts[p + 1] - 1}. The first need not start at 0: parts share their rows.
 */
public record Partitions(ColumnBatch rows, int[] starts) implements PartitionedRows {
    /**
     * Orders the rows by the hash of a column, by counting: each partition's rows keep their order.
     *
     * @param bits of the number of partitions; at least 1
     */
    public static Partitions of(ColumnBatch batch, int key, int bits) {
        long[] keys = batch.column(key);
        int[] next = new int[(1 << bits) + 1];
        int[] partition = new int[batch.rows()];
        for (int row = 0; row < partition.length; row++) {
            partition[row] = Hash.partition(keys[row], bits);
            next[partition[row] + 1]++;
        }
        return scatter(batch, partition, next);
    }

    /**
     * Orders the rows by given partitions.
     *
     * @param counts how many rows each has, shifted by one: those of partition p at p + 1
     */
    public static Partitions scatter(ColumnBatch batch, int[] partition, int[] counts) {
        int[] starts = counts.clone();
        for (int p = 1; p < starts.length; p++) {
            starts[p] += starts[p - 1];
        }
        int[] next = starts.clone();
        int[] target = partition; // overwritten: a row's partition is not needed any more
        for (int row = 0; row < target.length; row++) {
            target[row] = next[partition[row]]++;
        }
        long[][] ordered = new long[batch.width()][batch.rows()];
        for (int c = 0; c < ordered.length; c++) {
            long[] from = batch.column(c);
            long[] to = ordered[c];
            for (int row = 0; row < target.length; row++) {
                to[target[row]] = from[row];
            }
        }
        return new Partitions(new ColumnBatch(ordered, batch.rows()), starts);
    }

    /** Only partitions {@code from … to - 1}, the others being empty; the rows are shared. */
    public Partitions only(int from, int to) {
        return new Partitions(rows, clipped(starts, from, to));
    }

    /** Starts by which the partitions before {@code from} and from {@code to} on are empty. */
    static int[] clipped(int[] starts, int from, int to) {
        int[] clipped = new int[starts.length];
        for (int p = 0; p < clipped.length; p++) {
            clipped[p] = Math.min(Math.max(starts[p], starts[from]), starts[to]);
        }
        return clipped;
    }

    /** Partitions {@code from … to - 1}, numbered from 0; the rows are shared. */
    public Partitions part(int from, int to) {
        return new Partitions(rows, Arrays.copyOfRange(starts, from, to + 1));
    }

    /** All rows as one partition. */
    public static Partitions whole(ColumnBatch batch) {
        return new Partitions(batch, new int[] {0, batch.rows()});
    }

    @Override
    public ColumnBatch toBatch() {
        var batch = new ColumnBatch(rows.width(), size());
        batch.append(rows, starts[0], starts[count()]);
        return batch;
    }

    @Override
    public ColumnBatch batch(int partition) {
        var batch = new ColumnBatch(rows.width(), size(partition));
        batch.append(rows, starts[partition], starts[partition + 1]);
        return batch;
    }

    @Override
    public long bytes() { // arrays may be longer than their rows
        long columns = (long) rows.width() * rows.column(0).length * Long.BYTES;
        return columns + (long) starts.length * Integer.BYTES;
    }
}
