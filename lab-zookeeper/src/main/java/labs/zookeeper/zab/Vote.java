package labs.zookeeper.zab;

import java.io.Serializable;

/**
 * For whom, and how much history that candidate has. The greater vote is the better candidate.
 *
 * @param currentEpoch the epoch of the last leader that the candidate was synchronised with
 * @param last the last transaction in the candidate's log
 */
public record Vote(int leader, long currentEpoch, Zxid last)
        implements Comparable<Vote>, Serializable {
    @Override
    public int compareTo(Vote other) {
        // BEGIN SOLUTION
        int byHistory = compareHistory(other.currentEpoch, other.last);
        return byHistory != 0 ? byHistory : Integer.compare(leader, other.leader);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** Compares the candidate's history with another one; the numbers of nodes do not count. */
    int compareHistory(long otherEpoch, Zxid otherLast) {
        // BEGIN SOLUTION
        // The epoch first: a long log of an old epoch may hold what was never committed.
        int byEpoch = Long.compare(currentEpoch, otherEpoch);
        return byEpoch != 0 ? byEpoch : last.compareTo(otherLast);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    @Override
    public String toString() {
        return leader + " with " + currentEpoch + "/" + last;
    }
}
