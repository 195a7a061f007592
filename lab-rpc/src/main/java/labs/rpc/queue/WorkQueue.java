package labs.rpc.queue;

import java.util.List;
import labs.rpc.dispatch.Help;

/**
 * A queue of jobs. Each is delivered at least once: again and again, until a worker acknowledges
 * it. A worker must therefore bear to do a job twice.
 */
public interface WorkQueue {
    /**
     * Adds a job behind all others.
     *
     * @return its number
     */
    @Help("Adds a job, and returns its number.")
    int put(Object body);

    /**
     * Gives the next job to the caller; nobody else sees it until its visibility timeout is over.
     *
     * @param waitMillis how long to wait for one; 0 means not at all. Keep it below the client's
     *     call timeout, and have a server worker for each caller that may wait
     * @return the job, or null when the time is over
     */
    @Help("Takes the next job; waits for one. It comes again if it is not acknowledged in time.")
    Delivery take(int waitMillis);

    /**
     * Says that the job is done.
     *
     * @return false if the receipt came too late: the job was already given to somebody else
     */
    @Help("Acknowledges a job by the receipt of its delivery; false if that came too late.")
    boolean ack(String receipt);

    /** Bodies of the jobs that were given up, the oldest first. */
    @Help("The jobs that were delivered too often without being acknowledged.")
    List<Object> deadLetters();
}
