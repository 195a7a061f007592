package labs.zookeeper.recipes;

import java.time.Duration;
import java.util.Optional;

/** Items, first in, first out. Thread-safe. */
public interface WorkQueue {
    /**
     * Puts an item at the end.
     *
     * @throws IllegalArgumentException above a million bytes: ZooKeeper takes no more
     * @throws RecipeException.OutcomeUnknown when it may be there: whoever puts it again may have
     *     put it twice
     * @throws RecipeException when ZooKeeper did not take it
     */
    void put(byte[] item) throws InterruptedException;

    /**
     * Takes the first item that nobody has; waits for one.
     *
     * @return nothing when the time was up
     */
    Optional<Claim> take(Duration timeout) throws InterruptedException;

    /** An item that one consumer has. */
    interface Claim {
        byte[] item();

        /** How often it was taken, this time included; 1 where that is not known. */
        int attempt();

        /**
         * The work is done: the item is gone for ever.
         *
         * @throws RecipeException.ClaimLost when it was not ours any more; the work may be done
         *     twice
         * @throws RecipeException.OutcomeUnknown when nobody could be asked: called again, it finds
         *     out first
         */
        void done() throws InterruptedException;

        /**
         * The work is not done: the item is for somebody else. Throws what {@link #done} throws.
         */
        void giveBack() throws InterruptedException;
    }
}
