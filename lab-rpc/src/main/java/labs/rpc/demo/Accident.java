package labs.rpc.demo;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The death of one worker in the middle of its work, and what it held then. Thread-safe. */
final class Accident {
    private final int after;
    private final Set<Integer> held = new TreeSet<>(); // guarded by this
    private int begun; // guarded by this
    private long when; // guarded by this; nanoTime

    /**
     * @param after tasks that the worker still begins before it dies
     */
    Accident(int after) {
        this.after = after;
    }

    /** The victim begins a task. @return true if it does not live to finish it */
    synchronized boolean strikes(int task) {
        if (++begun <= after) {
            return false;
        }
        if (held.isEmpty()) {
            when = System.nanoTime();
        }
        held.add(task);
        return true;
    }

    synchronized int held() {
        return held.size();
    }

    /** How long after the death all that the victim held was done by others. */
    synchronized long repairedAfterMillis(Results results) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(results.lastOf(held) - when));
    }
}
