package labs.memory.grid;

/** How far one receiver of a partition's updates is, as the owner knows. Confined to its node. */
final class Backup {
    final BackupStream stream;
    final long snapshotAt; // the snapshot that began the stream holds the writes up to this one
    private long acknowledged = -1;
    private TableVersion table = TableVersion.NONE; // what it knew then

    Backup(BackupStream stream, long snapshotAt) {
        this.stream = stream;
        this.snapshotAt = snapshotAt;
    }

    void acknowledge(GridMessage.Ack ack) {
        if (ack.stream().equals(stream)) {
            acknowledged = Math.max(acknowledged, ack.applied());
            table = ack.table().isNewerThan(table) ? ack.table() : table;
        }
    }

    boolean hasSnapshot() {
        return acknowledged >= snapshotAt;
    }

    long acknowledged() {
        return acknowledged;
    }

    /**
     * Whether it holds that write, and knows who holds the partition. Without the second, it would
     * let a coordinator take over with an older table, in which somebody else is the backup.
     */
    boolean holds(long sequence, TableVersion since) {
        return acknowledged >= sequence && !since.isNewerThan(table);
    }
}
