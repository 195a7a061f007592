package labs.zookeeper.lock;

/**
 * Refuses every token that is older than one that it has seen: the lock is then only about who
 * should go first, and the store about what is right. Thread-safe.
 *
 * <p>A read shows the token, too: otherwise an old holder's write could come between the new
 * holder's read and its write, and be lost without a trace. A store on disk keeps the newest token
 * with the data, in the same transaction.
 *
 * <p>After Martin Kleppmann, How to do distributed locking (2016), and Mike Burrows, The Chubby
 * lock service (2006), whose sequencers do this.
 */
public final class FencedStore implements Store {
    private String text = ""; // guarded by this
    private FencingToken newest = new FencingToken(0); // guarded by this

    @Override
    public synchronized String read(FencingToken token) {
        admit(token);
        return text;
    }

    @Override
    public synchronized void write(FencingToken token, String newText) {
        admit(token);
        text = newText;
    }

    private void admit(FencingToken token) {
        // BEGIN SOLUTION
        if (token.isOlderThan(newest)) {
            throw new StaleTokenException(token, newest);
        }
        newest = token;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-3: see README, part 3");
    }
}
