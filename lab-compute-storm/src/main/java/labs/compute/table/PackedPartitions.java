package labs.compute.table;

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
        int[] starts = new int[(1 << bits) + 1];
        int[] partition = new int[batch.rows()];
        for (int row = 0; row < partition.length; row++) {
            partition[row] = Hash.partition(keys[row], bits);
            starts[partition[row] + 1]++;
        }
        for (int p = 1; p < starts.length; p++) {
            starts[p] += starts[p - 1];
        }
        Packing packing = Packing.of(batch, 0, batch.rows());
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

    /** The same rows, packed, and no others that are in the batch. */
    public static PackedPartitions of(Partitions rows) {
        int from = rows.starts()[0];
        Packing packing = Packing.of(rows.rows(), from, from + rows.size());
        long[][] words = new long[packing.words()][rows.size()];
        for (int word = 0; word < words.length; word++) {
            packing.pack(rows.rows(), from, rows.size(), word, words[word]);
        }
        int[] starts = new int[rows.starts().length];
        for (int p = 0; p < starts.length; p++) {
            starts[p] = rows.starts()[p] - from;
        }
        return new PackedPartitions(packing, new ColumnBatch(words, rows.size()), starts);
    }

    /** Only partitions {@code from … to - 1}, the others being empty; the words are shared. */
    public PackedPartitions only(int from, int to) {
        return new PackedPartitions(packing, words, Partitions.clipped(starts, from, to));
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
