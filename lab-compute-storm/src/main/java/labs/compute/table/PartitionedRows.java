package labs.compute.table;

/** Rows ordered by their partition: as columns, or packed. */
public sealed interface PartitionedRows permits Partitions, PackedPartitions {
    /** Where each partition's rows begin, and behind the last where they end. */
    int[] starts();

    /** How many bytes of memory they take. */
    long bytes();

    /** A partition's rows in columns; only to look at. */
    ColumnBatch batch(int partition);

    /** A batch of its rows alone. */
    ColumnBatch toBatch();

    /** How many partitions there are, empty ones too. */
    default int count() {
        return starts().length - 1;
    }

    /** How many rows its partitions have: its arrays may hold others before and behind them. */
    default int size() {
        return starts()[count()] - starts()[0];
    }

    /** How many rows a partition has. */
    default int size(int partition) {
        return starts()[partition + 1] - starts()[partition];
    }
}
