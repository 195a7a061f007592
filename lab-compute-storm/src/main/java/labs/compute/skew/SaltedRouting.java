package labs.compute.skew;

import java.util.Set;
import labs.compute.table.ColumnBatch;
import labs.compute.table.Hash;
import labs.compute.table.Partitions;

/**
 * Sends the rows of a join to its tasks so that a hot key is the work of several. A left row with a
 * hot key goes to one of {@code salts} tasks, in turn; a right one to all of them. So each pair of
 * rows meets in exactly one task, and each left row is in exactly one: every type of join stays
 * exact. Other rows go where their hash says. Each sender has its own. Not thread-safe.
 */
public final class SaltedRouting {
    private final int tasks;
    private final int salts;
    private final Set<Long> hot;
    private int salt; // of the next left row that needs one

    /**
     * @param hot the same set for all senders of both tables, else pairs are lost
     * @param salts over how many tasks a hot key is spread
     * @throws IllegalArgumentException if there are more salts than tasks, or none: two salts of a
     *     key on one task would join its right rows twice
     */
    public SaltedRouting(int tasks, int salts, Set<Long> hot) {
        if (salts < 1 || salts > tasks) {
            throw new IllegalArgumentException(salts + " salts for " + tasks + " tasks");
        }
        this.tasks = tasks;
        this.salts = salts;
        this.hot = Set.copyOf(hot);
    }

    /** The task of a key with a salt; different ones for different salts. */
    int task(long key, int salt) {
        // BEGIN SOLUTION
        return (Math.floorMod(Hash.of(key), tasks) + salt) % tasks;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    /** Left rows by their task. */
    public Partitions left(ColumnBatch rows, int key) {
        // BEGIN SOLUTION
        long[] keys = rows.column(key);
        int[] target = new int[rows.rows()];
        int[] counts = new int[tasks + 1];
        for (int row = 0; row < target.length; row++) {
            target[row] = task(keys[row], hot.contains(keys[row]) ? nextSalt() : 0);
            counts[target[row] + 1]++;
        }
        return Partitions.scatter(rows, target, counts);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    // BEGIN SOLUTION
    private int nextSalt() {
        salt = (salt + 1) % salts;
        return salt;
    }

    // END SOLUTION
    /** Right rows by their task; one with a hot key is in several. */
    public Partitions right(ColumnBatch rows, int key) {
        // BEGIN SOLUTION
        long[] keys = rows.column(key);
        int copies = 0;
        for (int row = 0; row < rows.rows(); row++) {
            copies += hot.contains(keys[row]) ? salts : 1;
        }
        int[] source = new int[copies];
        int[] target = new int[copies];
        int[] counts = new int[tasks + 1];
        int at = 0;
        for (int row = 0; row < rows.rows(); row++) {
            int needed = hot.contains(keys[row]) ? salts : 1;
            for (int s = 0; s < needed; s++) {
                source[at] = row;
                target[at] = task(keys[row], s);
                counts[target[at++] + 1]++;
            }
        }
        return Partitions.scatter(rows.gather(source, copies), target, counts);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }
}
