package labs.zookeeper.zab;

import java.io.Serializable;

/**
 * Names a transaction: the epoch of the primary that broadcast it, and its number among that
 * primary's. Transactions are delivered in the order of their zxids.
 */
public record Zxid(long epoch, long counter) implements Comparable<Zxid>, Serializable {
    /** Before every transaction. */
    public static final Zxid ZERO = new Zxid(0, 0);

    @Override
    public int compareTo(Zxid other) {
        // BEGIN SOLUTION
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(counter, other.counter);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** What the primary of {@code primary} names the transaction that follows this one. */
    Zxid next(long primary) {
        return new Zxid(primary, primary == epoch ? counter + 1 : 1);
    }

    @Override
    public String toString() {
        return epoch + "." + counter;
    }
}
