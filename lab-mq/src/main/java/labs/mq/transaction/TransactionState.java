package labs.mq.transaction;

/** Where a transactional id is, and what Kafka calls that. */
public enum TransactionState {
    EMPTY("Empty"),
    ONGOING("Ongoing"),
    PREPARE_COMMIT("PrepareCommit"),
    PREPARE_ABORT("PrepareAbort"),
    COMPLETE_COMMIT("CompleteCommit"),
    COMPLETE_ABORT("CompleteAbort");

    private final String title;

    TransactionState(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Whether it is decided, and not yet said everywhere. */
    boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** Whether the decision is, or was, to commit. */
    boolean isCommit() {
        return this == PREPARE_COMMIT || this == COMPLETE_COMMIT;
    }

    static TransactionState prepared(boolean commit) {
        return commit ? PREPARE_COMMIT : PREPARE_ABORT;
    }

    static TransactionState complete(boolean commit) {
        return commit ? COMPLETE_COMMIT : COMPLETE_ABORT;
    }
}
