package labs.compute.engine;

/** What rows pass through, in this order. */
public enum Stage {
    /** Read from the files. */
    SCANNED,
    /** Given by the join. */
    JOINED,
    /** Given by the grouping. */
    GROUPED,
    /** Received by the tasks that keep the sorted ranges. */
    RANGED
}
