package labs.zookeeper.lock;

/**
 * Believes that whoever writes holds the lock. That is the classic accident: a holder that paused
 * writes over what its successor wrote. Thread-safe, and still wrong.
 */
public final class TrustingStore implements Store {
    private String text = ""; // guarded by this

    @Override
    public synchronized String read(FencingToken token) {
        return text;
    }

    @Override
    public synchronized void write(FencingToken token, String newText) {
        text = newText;
    }
}
