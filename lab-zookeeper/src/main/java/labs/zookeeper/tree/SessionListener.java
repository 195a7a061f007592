package labs.zookeeper.tree;

/** Hears of every change of a {@link Session}'s state. */
@FunctionalInterface
public interface SessionListener {
    /**
     * The session has come to this state. Called in the order of the changes, on one thread of the
     * session, never two calls at once. Must return soon: the next change waits for it, and a new
     * session begins only when every listener has heard of the old one's end.
     */
    void changed(SessionState state);
}
