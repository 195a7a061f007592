package labs.zookeeper.zab;

import java.io.Serializable;

/**
 * The newest epoch that a node agreed to, and whose it is (the papers' <i>acceptedEpoch</i>): it
 * has nothing to do any more with primaries of older epochs.
 */
public record Promise(long epoch, int leader) implements Serializable {
    static final Promise NONE = new Promise(0, -1);

    /** Whether one who promised this may still agree to that epoch of that leader. */
    boolean allows(long newEpoch, int newLeader) {
        // BEGIN SOLUTION
        // Two leaders may come upon the same number: it belongs to the one who asked first.
        return newEpoch > epoch || (newEpoch == epoch && newLeader == leader);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }
}
