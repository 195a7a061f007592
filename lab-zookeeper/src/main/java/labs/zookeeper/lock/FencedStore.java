package labs.zookeeper.lock;

/**
 * Refuses every token that is older than what it has seen: the lock is then only about who should
 * go first, and the store about what is right. Thread-safe.
 *
 * <p>A write is refused when any newer token was shown, by a read, too: otherwise an old holder's
 * write could come between the new holder's read and its write, and be lost without a trace. A read
 * is refused only when something newer was written: readers hold a lock together, and which of them
 * reads first says nothing.
 *
 * <p>A store on disk keeps these tokens with the data, in the same transaction.
 *
 * <p>After Martin Kleppmann, How to do distributed locking (2016), and Mike Burrows, The Chubby
 * lock service (2006), whose sequencers do this.
 */
public final class FencedStore implements Store {
    private String text = ""; // guarded by this
    private FencingToken newestShown = new FencingToken(0); // guarded by this
    private FencingToken newestWriter = new FencingToken(0); // guarded by this

    @Override
    public synchronized String read(FencingToken token) {
        // BEGIN SOLUTION
        admit(token, newestWriter);
        // END SOLUTION
        // STUB: admit(token, newestShown);
        return text;
    }

    @Override
    public synchronized void write(FencingToken token, String newText) {
        admit(token, newestShown);
        // BEGIN SOLUTION
        newestWriter = token;
        // END SOLUTION
        text = newText;
    }

    private void admit(FencingToken token, FencingToken oldest) {
        // BEGIN SOLUTION
        if (token.isOlderThan(oldest)) {
            throw new StaleTokenException(token, oldest);
        }
        if (newestShown.isOlderThan(token)) {
            newestShown = token;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }

    /**
     * Takes every token from now on, and keeps the text. For an ensemble that lost all it had and
     * begins anew: its transactions, and with them the tokens, count from the beginning, and every
     * new holder is refused. The rule: end all who may hold an old token first, then call this. No
     * program can do it by itself, since a token of the new ensemble looks like one of long ago.
     */
    public synchronized void startOver() {
        newestShown = new FencingToken(0);
        newestWriter = newestShown;
    }
}
