package labs.kit.sim;

/**
 * An algorithm on one node: it reacts to events, never blocks, starts no threads and asks nobody
 * but its {@link Machine} for time, randomness and storage. All calls come one after the other.
 *
 * @param <M> its messages: immutable values, best a sealed interface of records
 */
public interface Node<M> {
    /** The node comes up, for the first time or after a crash: what it knows is on its disk. */
    void start();

    void receive(int from, M message);

    /** The timer of that name has run out. */
    void timeout(String timer);

    /**
     * All that decides how the node goes on, as a value with {@code equals} and {@code hashCode};
     * two nodes in equal states behave alike. Used by {@link Explorer} and in messages.
     */
    Object state();
}
