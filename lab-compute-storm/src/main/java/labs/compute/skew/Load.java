package labs.compute.skew;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/** How much each of some tasks was given. Not thread-safe. */
public final class Load implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    private final long[] rows;

    public Load(int tasks) {
        rows = new long[tasks];
    }

    public void add(int task, long count) {
        rows[task] += count;
    }

    public long of(int task) {
        return rows[task];
    }

    public int tasks() {
        return rows.length;
    }

    public long total() {
        return Arrays.stream(rows).sum();
    }

    /**
     * What the most loaded task has, as a multiple of the mean: 1 is perfect, and with n tasks n is
     * the worst. All wait for that task, so this is how much longer the whole takes. 1 if there is
     * no load.
     */
    public double imbalance() {
        // BEGIN SOLUTION
        long total = total();
        long most = Arrays.stream(rows).max().orElse(0);
        return total == 0 ? 1 : (double) most * rows.length / total;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    @Override
    public String toString() {
        return Arrays.toString(rows);
    }
}
