package labs.compute.sort;

/** A page was asked for that lies behind the last row; the message says how many there are. */
public final class OffsetPastEndException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public OffsetPastEndException(long offset, long rows) {
        super("offset " + offset + " is past the end: there are " + rows + " rows");
    }
}
