package labs.proxy.stats;

/** How long the requests of a server or a backend took, on average. Thread-safe. */
public final class Times {
    /** Waiting for a place at a server. */
    public final Average queue = new Average();

    /** Connecting; nothing if a connection was there. */
    public final Average connect = new Average();

    /** From the connection to the head of the answer; nothing in mode tcp. */
    public final Average response = new Average();

    /** All of it, to the end of the answer or of the connection. */
    public final Average total = new Average();
}
