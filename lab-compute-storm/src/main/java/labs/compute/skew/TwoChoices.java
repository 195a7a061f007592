package labs.compute.skew;

import java.io.Serial;
import labs.compute.table.Hash;

/**
 * Partial key grouping: each key has two tasks, and a row goes to that which this sender has given
 * less so far. Senders need not talk: what is balanced for each of them is balanced for all. See
 * Nasir and others, The Power of Both Choices, ICDE 2015.
 */
public final class TwoChoices implements Router {
    @Serial private static final long serialVersionUID = 1;

    private final Load sent;

    /**
     * @throws IllegalArgumentException if there is no task
     */
    public TwoChoices(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("rows for " + tasks + " tasks");
        }
        this.sent = new Load(tasks);
    }

    /** The first task of a key. */
    int first(long key) {
        return Math.floorMod(Hash.of(key), sent.tasks());
    }

    /** The second, which is another one if there are two. */
    int second(long key) {
        // BEGIN SOLUTION
        if (sent.tasks() == 1) {
            return 0;
        }
        int step = 1 + (int) ((Hash.of(~key) >>> 1) % (sent.tasks() - 1));
        return (first(key) + step) % sent.tasks();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }

    @Override
    public int route(long key) {
        // BEGIN SOLUTION
        int first = first(key);
        int second = second(key);
        int task = sent.of(first) <= sent.of(second) ? first : second;
        sent.add(task, 1);
        return task;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-4: README, part 4");
    }
}
