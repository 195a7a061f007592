package labs.zookeeper.zab;

/** What is replicated. Called by its {@link ZabNode}, one call after the other. */
public interface Application {
    /** The next transaction, the same on every node; after a restart, from the first one again. */
    void deliver(Transaction transaction);

    /**
     * This node is the primary now, and was delivered all that earlier primaries committed: it may
     * broadcast.
     */
    void leads();

    /** It is not any more; what it broadcast and was not delivered may yet be, or may be lost. */
    void leadsNoMore();
}
