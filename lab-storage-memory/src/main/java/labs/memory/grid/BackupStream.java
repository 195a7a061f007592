package labs.memory.grid;

import java.util.Comparator;

/**
 * One owner's updates to one backup, from a snapshot on. A member that stops being a backup and
 * becomes one again gets a new stream: its late acknowledgements of the old one count for nothing.
 *
 * @param reign since when the owner owns the partition
 * @param number counts the streams of this reign
 */
record BackupStream(TableVersion reign, long number) implements Comparable<BackupStream> {
    static final BackupStream NONE = new BackupStream(TableVersion.NONE, 0);

    @Override
    public int compareTo(BackupStream other) {
        return Comparator.comparing(BackupStream::reign)
                .thenComparingLong(BackupStream::number)
                .compare(this, other);
    }
}
