package labs.proxy.mysql.protocol;

/** What a server says about the session with each OK and EOF packet, as bits. */
public final class Status {
    public static final int IN_TRANSACTION = 0x0001;
    public static final int AUTOCOMMIT = 0x0002;
    public static final int MORE_RESULTS = 0x0008;
    public static final int CURSOR_EXISTS = 0x0040;
    public static final int NO_BACKSLASH_ESCAPES = 0x0200;
    public static final int IN_READ_ONLY_TRANSACTION = 0x2000;
    public static final int ANSI_QUOTES = 0x8000; // MariaDB's own

    /** What stays as it is until somebody changes it; the others are about one statement. */
    public static final int OF_SESSION =
            IN_TRANSACTION
                    | AUTOCOMMIT
                    | NO_BACKSLASH_ESCAPES
                    | IN_READ_ONLY_TRANSACTION
                    | ANSI_QUOTES;

    private Status() {}
}
