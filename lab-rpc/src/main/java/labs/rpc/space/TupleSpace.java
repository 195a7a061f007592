package labs.rpc.space;

import java.util.List;
import labs.rpc.dispatch.Help;

/**
 * A space of tuples: lists of values. A template is a list, too, in which nil stands for anything;
 * it matches the tuples of the same length that are equal everywhere else.
 */
public interface TupleSpace {
    /**
     * Adds a tuple, which disappears when its lease ends.
     *
     * @param leaseMillis how long it stays, at least 1
     * @return true (a remote method must return something)
     */
    @Help("Adds a tuple, which stays until it is taken or the lease in milliseconds ends.")
    boolean write(List<Object> tuple, int leaseMillis);

    /**
     * Removes a tuple that matches and returns it. Exactly one taker gets it.
     *
     * @param waitMillis how long to wait for one; 0 means not at all. Keep it below the client's
     *     call timeout, and have a server worker for each caller that may wait
     * @return the tuple, or null when the time is over
     */
    @Help("Takes a tuple that matches the template out of the space; waits for one.")
    List<Object> take(List<Object> template, int waitMillis);

    /** As {@link #take}, but the tuple stays: all readers get it. */
    @Help("Reads a tuple that matches the template; waits for one.")
    List<Object> read(List<Object> template, int waitMillis);
}
