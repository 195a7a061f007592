package labs.zookeeper.lock;

/** What the lock protects: one text, which its holders read and write. */
public interface Store {
    /**
     * What was written last.
     *
     * @throws StaleTokenException when the store refuses the token
     */
    String read(FencingToken token);

    /**
     * Replaces what was written before.
     *
     * @throws StaleTokenException when the store refuses the token; nothing was written
     */
    void write(FencingToken token, String text);
}
