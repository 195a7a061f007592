package labs.zookeeper.zab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import labs.zookeeper.zab.ZabMessage.AckEpoch;
import labs.zookeeper.zab.ZabMessage.NewEpoch;

/**
 * The leader's first phase: finds an epoch higher than any that a majority agreed to before, and
 * has a majority agree to it. From then on no older leader can commit anything, and whatever was
 * committed before is in the best history of that majority; which has to be the leader's own.
 */
final class Discovery {
    private final ZabNode node;
    private final Replica replica;
    private final Map<Integer, Promise> promises = new TreeMap<>();
    private final Map<Integer, Zxid> histories = new TreeMap<>(); // of the followers that agreed
    private long epoch;

    Discovery(ZabNode node, Replica replica) {
        this.node = node;
        this.replica = replica;
    }

    void begin() {
        promises.put(node.id(), replica.promise());
    }

    /** The epoch that this leader asks for; 0 before it can. */
    long epoch() {
        return epoch;
    }

    /** How far the logs of those go that agreed. */
    Map<Integer, Zxid> histories() {
        return histories;
    }

    /** Whether a majority agreed, the leader included. */
    boolean isOver() {
        return node.isMajority(histories.size() + 1);
    }

    /**
     * A follower says what it promised.
     *
     * @return false if the promise does not allow it the epoch of this leader
     */
    boolean meet(int from, Promise promise) {
        // BEGIN SOLUTION
        if (epoch > 0) {
            return promise.allows(epoch, node.id());
        }
        promises.put(from, promise);
        if (node.isMajority(promises.size())) {
            choose();
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private void choose() {
        epoch = promises.values().stream().mapToLong(Promise::epoch).max().orElseThrow() + 1;
        // On disk before anybody hears of it: after a crash this node must not ask for it again.
        replica.promise(new Promise(epoch, node.id()));
        for (int follower : promises.keySet()) {
            if (follower != node.id()) {
                node.send(follower, new NewEpoch(epoch));
            }
        }
    }

    // END SOLUTION

    /**
     * A follower agreed to the epoch.
     *
     * @return false if it has more history than this node, which must not lead then
     */
    boolean agreed(int from, AckEpoch ack) {
        // BEGIN SOLUTION
        if (!isOver() && node.ownVote().compareHistory(ack.currentEpoch(), ack.last()) < 0) {
            return false;
        }
        histories.put(from, ack.last());
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    Object state() {
        return List.of(epoch, Map.copyOf(promises), Map.copyOf(histories));
    }
}
