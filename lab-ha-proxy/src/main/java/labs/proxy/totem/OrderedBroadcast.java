package labs.proxy.totem;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Token;

/**
 * Total order on one ring: only who holds the token gives numbers to messages.
 *
 * <pre>
 *   token seq 7, aru 7                      token seq 9, aru 7, behind 2
 *   ──▶ node 1: sends 8 and 9 ──▶ aru 9 ──▶ node 2: has only 1…7 ──▶ … asks for 8 and 9
 * </pre>
 */
final class OrderedBroadcast {
    /** The most messages that are sent in one visit of the token, repeated ones among them. */
    static final int WINDOW = 8;

    /** The most numbers that a token asks for. */
    static final int MOST_MISSING = 32;

    /**
     * What comes of a visit.
     *
     * @param broadcast to all other members, before the token is passed on
     * @param token to pass on
     */
    record Visit(List<Data> broadcast, Token token) {}

    private final RingId ring;
    private final int self;
    private final Backlog backlog = new Backlog();
    private long passedAru; // in the token when it was passed on last
    private long safe;

    OrderedBroadcast(RingId ring, int self) {
        this.ring = ring;
        this.self = self;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Every member has all messages up to this one. */
    long safe() {
        return safe;
    }

    /**
     * The token is here.
     *
     * <ol>
     *   <li>What every member has: the lesser of the aru that this node passed on last and the one
     *       that comes now, since between the two every member could lower it.
     *   <li>Of those that are asked for, the ones that it has are sent again, and no longer asked
     *       for; as many as the window allows.
     *   <li>Then new messages from the queue, each with the next number, as long as the window
     *       allows; the node keeps them itself.
     *   <li>What this node misses is asked for.
     *   <li>The aru: lowered to this node's own if that is less. Raised to it if this node lowered
     *       it, or nobody had. It is behind if its own is less than the highest number given.
     * </ol>
     */
    Visit visit(Token token, Queue<Payload> queue) {
        // BEGIN SOLUTION
        safe = Math.max(safe, Math.min(passedAru, token.aru()));
        var broadcast = new ArrayList<Data>();
        var missing = new TreeSet<>(token.missing());
        repeat(token, broadcast, missing);
        long seq = token.seq();
        while (broadcast.size() < WINDOW && !queue.isEmpty()) {
            var message = new Data(ring, ++seq, self, queue.remove());
            backlog.add(message);
            broadcast.add(message);
        }
        missing.addAll(backlog.missing(seq, MOST_MISSING - Math.min(MOST_MISSING, missing.size())));
        return new Visit(broadcast, passOn(token, seq, missing));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    // BEGIN SOLUTION
    private void repeat(Token token, List<Data> broadcast, SortedSet<Long> missing) {
        for (long seq : token.missing()) {
            if (broadcast.size() < WINDOW) {
                backlog.get(seq)
                        .ifPresent(
                                message -> {
                                    broadcast.add(message);
                                    missing.remove(seq);
                                });
            }
        }
    }

    private Token passOn(Token token, long seq, SortedSet<Long> missing) {
        long aru = token.aru();
        int behind = token.behind();
        if (backlog.aru() < aru || behind == self || behind == TotemMessage.NOBODY) {
            aru = backlog.aru();
            behind = aru < seq ? self : TotemMessage.NOBODY;
        }
        passedAru = aru;
        return new Token(ring, token.hop() + 1, seq, aru, behind, missing);
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
