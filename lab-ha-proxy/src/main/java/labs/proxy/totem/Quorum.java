package labs.proxy.totem;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * Which ring may act: the primary component. Of two rings at most one has the votes; but a node
 * that was cut off learns that late, so time has to help.
 *
 * <pre>
 *   old ring   token ──●──────●──────●╳                  the others leave after the second last
 *                      ▲ from here, a lease long          visit here, or this one was not possible
 *                      └───────── lease ───────▶│ over
 *   new ring              formed │───── lease ─────▶│ primary
 * </pre>
 *
 * <p>It compares times of one clock only; it needs that all clocks run at the same speed.
 */
final class Quorum {
    private final Set<Integer> voters;
    private final boolean tieBreaker;
    private final Duration lease;
    private Set<Integer> members = Set.of();
    private Optional<Duration> formed = Optional.empty();
    private Optional<Duration> lastVisit = Optional.empty();
    private Optional<Duration> visitBefore = Optional.empty();

    /**
     * @param voters all nodes that may ever be there
     * @param tieBreaker whether half of them is enough where the lowest is among them
     */
    Quorum(Set<Integer> voters, boolean tieBreaker, Duration lease) {
        this.voters = voters;
        this.tieBreaker = tieBreaker;
        this.lease = lease;
    }

    /** Whether they are more than half; or exactly half, with the tie-breaker and the lowest. */
    boolean hasVotes(Set<Integer> some) {
        // BEGIN SOLUTION
        int twice = 2 * some.size();
        return twice > voters.size()
                || (tieBreaker && twice == voters.size() && some.contains(Collections.min(voters)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** A ring of these has formed. */
    void formed(Set<Integer> ring, Duration now) {
        // BEGIN SOLUTION
        left();
        members = ring;
        formed = Optional.of(now);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** The ring's token is here. */
    void visited(Duration now) {
        // BEGIN SOLUTION
        visitBefore = lastVisit;
        lastVisit = Optional.of(now);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** This node is in no ring. */
    void left() {
        // BEGIN SOLUTION
        members = Set.of();
        formed = Optional.empty();
        lastVisit = Optional.empty();
        visitBefore = Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * Whether this node's ring is the primary component: it has the votes, it formed at least a
     * lease ago, and the token's visit before the last one is less than a lease ago.
     */
    boolean isPrimary(Duration now) {
        // BEGIN SOLUTION
        return hasVotes(members)
                && formed.filter(then -> then.plus(lease).compareTo(now) <= 0).isPresent()
                && visitBefore.filter(then -> then.plus(lease).compareTo(now) > 0).isPresent();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }
}
