package labs.rpc.once;

/** The words in which client and server speak about call ids. */
final class Once {
    /** Opens a session, and returns its name. */
    static final String OPEN = "once.open";

    /** The header with the session's name; in lower case, as in {@code CallContext.headers}. */
    static final String SESSION_HEADER = "x-once-session";

    /** The header with the number of the call in its session: 1, 2, 3 … */
    static final String CALL_HEADER = "x-once-call";

    /** Fault: this session is not, or no longer, known. The call was not run now. */
    static final int UNKNOWN_SESSION = 4101;

    /** Fault: the reply to this call may have been known once. The call was not run now. */
    static final int FORGOTTEN_CALL = 4102;

    /** Fault: too many calls are in progress. The call was not run, and may be sent again later. */
    static final int TOO_MANY = 4103;

    private Once() {}
}
