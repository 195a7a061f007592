package labs.kit.sim;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a {@link Node} stands on. Simulated by {@link World}, or real: a chapter's transport
 * implements it over sockets and files.
 */
public interface Machine<M> {
    /** The number of this node, from 0. */
    int id();

    /** All nodes of the cluster, this one too, in order. */
    List<Integer> nodes();

    /** Time since some moment in the past; it never goes back. */
    Duration now();

    /** Sends and forgets: the message may be lost, late, doubled or overtaken. */
    void send(int to, M message);

    /** Calls {@link Node#timeout} after that time, once; setting it again starts it anew. */
    void timer(String name, Duration after);

    void cancel(String name);

    Disk disk();

    /** The only source of randomness that a node may use. */
    RandomGenerator random();
}
