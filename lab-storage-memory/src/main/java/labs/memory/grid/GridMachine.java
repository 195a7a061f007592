package labs.memory.grid;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a {@link GridNode} or a {@link GridClient} stands on: a simulated machine, or a real one.
 */
public interface GridMachine {
    /** The number of this node; a client's is none of {@link #nodes}. */
    int id();

    /** All nodes that may be members, in order. */
    List<Integer> nodes();

    /** The clock of this machine; those of others may be ahead or behind. */
    Duration now();

    /** Sends and forgets: the message may be lost, late, doubled or overtaken. */
    void send(int to, GridMessage message);

    /** Calls {@code timeout} after that time, once; setting it again starts it anew. */
    void timer(String name, Duration after);

    void cancel(String name);

    RandomGenerator random();
}
