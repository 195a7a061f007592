package labs.cluster;

/** What a test may do to the servers of a cluster. */
public enum Capability {
    /** End a server at once, as {@code kill -9} or a power failure does, and start it again. */
    KILL,
    /** Stop a server where it stands, as a long garbage collection does, and let it go on. */
    PAUSE,
    /** Put something between servers, or between a server and its clients, that can be cut. */
    CUT,
    /** Ask the servers' processes, files and administrative ports. */
    INSPECT
}
