package labs.zookeeper.lock;

/**
 * Proves which hand-out of a lock a write belongs to: a later holder's token is greater. It is the
 * id of the transaction that created the node of the lock (czxid), so ZooKeeper itself counts it.
 *
 * @param value the transaction's id
 */
public record FencingToken(long value) implements Comparable<FencingToken> {
    @Override
    public int compareTo(FencingToken other) {
        return Long.compare(value, other.value);
    }

    /** Whether this lock was handed out before that one. */
    public boolean isOlderThan(FencingToken other) {
        return compareTo(other) < 0;
    }

    @Override
    public String toString() {
        return "token 0x" + Long.toHexString(value);
    }
}
