package labs.memory.grid;

import java.util.Comparator;

/**
 * Which of two partition tables is newer.
 *
 * @param term grows with each coordinator that takes over
 * @param number grows with each table of one coordinator
 */
public record TableVersion(long term, long number) implements Comparable<TableVersion> {
    static final TableVersion NONE = new TableVersion(0, 0);

    TableVersion next() {
        return new TableVersion(term, number + 1);
    }

    boolean isNewerThan(TableVersion other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(TableVersion other) {
        return Comparator.comparingLong(TableVersion::term)
                .thenComparingLong(TableVersion::number)
                .compare(this, other);
    }
}
