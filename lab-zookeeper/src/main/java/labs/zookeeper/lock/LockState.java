package labs.zookeeper.lock;

/** Where a thread's hold of a lock stands. */
public enum LockState {
    /** It holds nothing. */
    FREE,
    /** It holds the lock. */
    HELD,
    /**
     * The connection is broken: the lock may be lost or not, nobody knows. If the session outlives
     * the break, the hold does, with the same token.
     */
    IN_DOUBT,
    /** The session has expired, or somebody deleted our node: another may hold the lock. */
    LOST
}
