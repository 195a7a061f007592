package labs.proxy.mysql.session;

/** What it means for a session that a connection to a server was lost. */
public enum Loss {
    /** Nothing: the next statement gets a new connection. */
    FORGET(null),
    /** Nothing has been answered, and nothing can have happened: ask another server. */
    RETRY(null),
    /** The transaction has not happened, for certain. */
    ROLLED_BACK("the transaction was rolled back: nothing of it has happened"),
    /** The statement may have happened, or not. Never is it done again. */
    UNKNOWN("nobody knows whether the statement has happened"),
    /** A part of the answer has gone to the client already, or only that server had the answer. */
    CUT("the answer was cut off"),
    /** What only that connection had is gone: variables, locks, temporary tables. */
    SESSION_LOST("variables, locks and temporary tables of the session are lost");

    private final String message;

    Loss(String message) {
        this.message = message;
    }

    /** What the client is told; null if it does not notice. */
    public String message() {
        return message;
    }
}
