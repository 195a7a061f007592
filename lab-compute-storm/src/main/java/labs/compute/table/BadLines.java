package labs.compute.table;

/** What to do with a line that is not as its table says. */
public enum BadLines {
    /** Stop, and say which line it is. */
    FAIL,
    /** Leave it out, and count it. */
    SKIP
}
