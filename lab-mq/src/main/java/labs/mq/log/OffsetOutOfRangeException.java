package labs.mq.log;

/** An offset that the log does not have: dropped already, or not written yet. */
public final class OffsetOutOfRangeException extends Exception {
    private static final long serialVersionUID = 1;

    OffsetOutOfRangeException(long offset, long start, long end) {
        super("offset " + offset + " is not in " + start + " … " + end);
    }
}
