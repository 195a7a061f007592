package labs.zookeeper.lock;

/** What the lock protects: one text, which its holders read and write. */
public interface Store {
    /**
     * @throws StaleTokenException when the store refuses the token
     */
    String read(FencingToken token);

    /**
     * @throws StaleTokenException when the store refuses the token; nothing was written
     */
    void write(FencingToken token, String text);
}
