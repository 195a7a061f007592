package labs.memory.grid;

import java.util.Comparator;

/**
 * How new a value is: what was read under a stamp knows all writes of its partition up to it.
 *
 * @param reign since when the owner that gave it owns the partition
 * @param sequence writes to the partition until then
 */
record Stamp(TableVersion reign, long sequence) implements Comparable<Stamp> {
    static final Stamp NONE = new Stamp(TableVersion.NONE, 0);

    boolean follows(Stamp other) {
        return reign.equals(other.reign) && sequence == other.sequence + 1;
    }

    @Override
    public int compareTo(Stamp other) {
        return Comparator.comparing(Stamp::reign)
                .thenComparingLong(Stamp::sequence)
                .compare(this, other);
    }
}
