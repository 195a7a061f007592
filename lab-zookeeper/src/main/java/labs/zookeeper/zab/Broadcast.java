package labs.zookeeper.zab;

import java.util.List;
import labs.zookeeper.zab.ZabMessage.Commit;
import labs.zookeeper.zab.ZabMessage.Propose;

/**
 * The leader's last phase, and the count that ends the one before: who has how much of this epoch's
 * log on disk, and so what is committed. Confined to its node.
 */
final class Broadcast {
    private final ZabNode node;
    private final Replica replica;
    private final Tally<Zxid> onDisk;
    private long epoch;
    private Zxid committed = Zxid.ZERO;

    Broadcast(ZabNode node, Replica replica) {
        this.node = node;
        this.replica = replica;
        this.onDisk = new Tally<>(node.nodes().size());
    }

    /** The leader entered its epoch: its own log counts as one. */
    void open(long newEpoch) {
        epoch = newEpoch;
        onDisk.raise(node.id(), replica.log().last());
    }

    Zxid committed() {
        return committed;
    }

    Zxid nextZxid() {
        return replica.log().last().next(epoch);
    }

    /** Logs the next transaction here, and proposes it to all who are synchronised. */
    void propose(long value) {
        // BEGIN SOLUTION
        Zxid before = replica.log().last();
        var transaction = new Transaction(nextZxid(), value);
        replica.accept(new Suffix(before, List.of(transaction)));
        tell(missing(before));
        count(node.id(), transaction.zxid());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** That follower's log ends there: sends the rest again, if it was lost on the way. */
    void complete(int follower, Zxid its) {
        if (its.compareTo(replica.log().last()) < 0) {
            node.send(follower, missing(its));
        }
    }

    private Propose missing(Zxid after) {
        return new Propose(epoch, replica.log().suffixFor(after));
    }

    /**
     * That node has the log of this epoch up to there on its disk. Commits what a majority has.
     *
     * @return whether a majority is synchronised
     */
    boolean count(int from, Zxid last) {
        // BEGIN SOLUTION
        onDisk.raise(from, last);
        onDisk.agreed().ifPresent(this::commit);
        return onDisk.agreed().isPresent();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    // BEGIN SOLUTION
    private void commit(Zxid agreed) {
        if (agreed.compareTo(committed) > 0) {
            committed = agreed;
            tell(new Commit(epoch, committed));
            replica.commit(committed);
        }
    }

    // END SOLUTION

    /** Sends to all who are synchronised. */
    void tell(ZabMessage message) {
        for (int follower : onDisk.heardOf()) {
            if (follower != node.id()) {
                node.send(follower, message);
            }
        }
    }

    Object state() {
        return List.of(epoch, committed, onDisk.state());
    }
}
