package labs.compute.join;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;
import labs.compute.spill.SpillFile;

/**
 * All rows of one join that wait, and the decision which of them go to disk when memory is short.
 * Not thread-safe; the budget may be shared with others that are.
 */
final class Overflow implements Closeable {
    /** Less than that is not worth a write. */
    private static final long WORTHWHILE_BYTES = 64 * 1024;

    private final MemoryBudget budget;
    private final SpillDirectory spill;
    private final Set<Spillable> open = new LinkedHashSet<>();
    private final Set<Spillable> waiting = new LinkedHashSet<>(); // those that may be spilled

    Overflow(MemoryBudget budget, SpillDirectory spill) {
        this.budget = budget;
        this.spill = spill;
    }

    MemoryBudget budget() {
        return budget;
    }

    SpillFile createFile(int width) throws IOException {
        return spill.create(width);
    }

    void add(Spillable rows) {
        open.add(rows);
        waiting.add(rows);
    }

    /** These may not be sent to disk any more, because somebody reads them. */
    void seal(Spillable rows) {
        waiting.remove(rows);
    }

    /** These are closed. */
    void remove(Spillable rows) {
        open.remove(rows);
        waiting.remove(rows);
    }

    /**
     * Takes so many bytes of the budget, after it has sent to disk what it must.
     *
     * @param least rows that hold less stay where they are
     * @return false if there is not enough, though all that could went to disk; or if more is
     *     wanted than the whole budget, and nothing went
     */
    boolean take(long bytes, long least) throws IOException {
        // BEGIN SOLUTION
        if (bytes > budget.bytes()) {
            return false;
        }
        while (!budget.take(bytes)) {
            Spillable victim = victim(least);
            if (victim == null) {
                return false;
            }
            victim.spill();
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /**
     * Rows of which some are on disk already, if they are worth a write: the others can then stay
     * in memory to the end. Else the largest.
     */
    private Spillable victim(long least) {
        // BEGIN SOLUTION
        Spillable largest = null;
        Spillable spilled = null;
        for (Spillable rows : waiting) {
            if (rows.memory() >= least && (largest == null || rows.memory() > largest.memory())) {
                largest = rows;
            }
            if (rows.hasSpilled() && (spilled == null || rows.memory() > spilled.memory())) {
                spilled = rows;
            }
        }
        boolean isWorthwhile =
                spilled != null && spilled.memory() >= Math.max(least, WORTHWHILE_BYTES);
        return isWorthwhile ? spilled : largest;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-5: README, part 5");
    }

    /** Closes all that are open, however many of them fail; then tells of the first failure. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Spillable rows : Set.copyOf(open)) {
            try {
                rows.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
