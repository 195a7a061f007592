package labs.zookeeper.recipes;

import java.time.Duration;

/** All begin together, and all end together. One member's view; not thread-safe. */
public interface Barrier {
    /**
     * Waits until so many have come as the barrier is for.
     *
     * @return false when the time was up; this member is then not in it
     * @throws RecipeException when ZooKeeper does not answer; this member is then not in it, as
     *     soon as that can be said to ZooKeeper, unless it enters again before
     */
    boolean enter(Duration timeout) throws InterruptedException;

    /**
     * Waits until all who entered together have left, or died.
     *
     * @return false when the time was up; this member has left all the same
     */
    boolean leave(Duration timeout) throws InterruptedException;
}
