package labs.compute.table;

import java.util.Arrays;

/**
 * As {@link Partitions}, but packed: each row moves as one word, or a few.
 *
 * @param words the rows' words, one column for each word of a row
 */
public record PackedPartitions(Packing packing, ColumnBatch words, int[] starts)
        implements PartitionedRows {
    private static final int BLOCK = 1024; // rows that are packed, then put into their places

    /** Orders the rows by the hash of a column, as {@link Partitions#of}, and packs them. */
    public static PackedPartitions of(ColumnBatch batch, int key, int bits) {
        long[] keys = batch.column(key);
        int[] counts = new int[(1 << bits) + 1];
        int[] partition = new int[batch.rows()];
        for (int row = 0; row < partition.length; row++) {
            partition[row] = Hash.partition(keys[row], bits);
            counts[partition[row] + 1]++;
        }
        return scatter(batch, partition, counts);
    }

    /** Orders the rows by given partitions, as {@link Partitions#scatter}, and packs them. */
    public static PackedPartitions scatter(ColumnBatch batch, int[] partition, int[] counts) {
        int[] starts = counts.clone();
        for (int p = 1; p < starts.length; p++) {
            starts[p] += starts[p - 1];
        }
        Packing packing = Packing.of(batch);
        long[][] words = new long[packing.words()][];
        for (int word = 0; word < words.length; word++) {
            words[word] = scatter(packing, batch, word, partition, starts.clone());
        }
        return new PackedPartitions(packing, new ColumnBatch(words, batch.rows()), starts);
    }

    private static long[] scatter(
            Packing packing, ColumnBatch batch, int word, int[] partition, int[] next) {
        long[] ordered = new long[batch.rows()];
        long[] block = new long[BLOCK];
        for (int from = 0; from < ordered.length; from += BLOCK) {
            int count = Math.min(BLOCK, ordered.length - from);
            packing.pack(batch, from, count, word, block);
            for (int i = 0; i < count; i++) {
                ordered[next[partition[from + i]]++] = block[i];
            }
        }
        return ordered;
    }

    /** Only partitions {@code from … to - 1}, the others being empty; the words are shared. */
    public PackedPartitions only(int from, int to) {
        return new PackedPartitions(packing, words, Partitions.clipped(starts, from, to));
    }

    /** Partitions {@code from … to - 1}, numbered from 0, with words of their own. */
    public PackedPartitions part(int from, int to) {
        long[][] own = new long[words.width()][];
        for (int word = 0; word < own.length; word++) {
            own[word] = Arrays.copyOfRange(words.column(word), starts[from], starts[to]);
        }
        int[] ownStarts = new int[to - from + 1];
        for (int p = 0; p < ownStarts.length; p++) {
            ownStarts[p] = starts[from + p] - starts[from];
        }
        var batch = new ColumnBatch(own, starts[to] - starts[from]);
        return new PackedPartitions(packing, batch, ownStarts);
    }

    @Override
    public long bytes() {
        long all = (long) words.rows() * words.width() * Long.BYTES; // those of others, too
        return all + (long) starts.length * Integer.BYTES;
    }

    @Override
    public ColumnBatch batch(int partition) {
        return unpacked(starts[partition], starts[partition + 1]);
    }

    @Override
    public ColumnBatch toBatch() {
        return unpacked(starts[0], starts[count()]);
    }

    private ColumnBatch unpacked(int from, int to) {
        var batch = new ColumnBatch(packing.width(), to - from);
        packing.unpack(words, from, to, batch);
        return batch;
    }
}
