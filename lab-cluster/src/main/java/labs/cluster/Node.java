package labs.cluster;

/**
 * One server of a cluster of ours. It can be killed, paused, and started again on the same data and
 * at the same address. Thread-safe.
 */
public interface Node {
    /** Its number in the cluster, from 1. */
    int id();

    /** {@code host:port} for clients. */
    String address();

    /** Whether its process lives; one that is paused does. */
    boolean isAlive();

    /** Starts it, unless it lives. Does not wait until it serves. */
    void start();

    /** Ends it at once, as {@code kill -9} does, and waits until it is gone. */
    void kill();

    /** Lets it finish what it does, then ends it. */
    void stop();

    /**
     * Stops it where it stands, as a long garbage collection does: its connections stay, and
     * nothing is answered.
     */
    void pause();

    /** Lets it go on after {@link #pause}. Does nothing to one that runs. */
    void resume();

    /** How often it was started, ended, paused or let go on: who knows this knows its state. */
    long changes();

    /** The last lines that it logged, for a message. */
    String lastLines();
}
