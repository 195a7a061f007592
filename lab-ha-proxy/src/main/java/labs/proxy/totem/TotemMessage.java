package labs.proxy.totem;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** What nodes say to each other. Immutable. */
public sealed interface TotemMessage {
    /** In {@link Token#behind}: nobody. */
    int NOBODY = -1;

    /** An ordered message: the one with that number in that ring, from 1. */
    record Data(RingId ring, long seq, int sender, Payload payload) implements TotemMessage {
        /** Whether it must wait until every member has it. */
        boolean safe() {
            return payload instanceof Payload.Text text && text.safe();
        }
    }

    /**
     * Goes round; only who holds it may send.
     *
     * @param hop one more at each node: an old copy is known by it
     * @param seq the highest number given so far
     * @param aru "all received up to": no one on the way had less, as far as the token has seen
     * @param behind who set {@code aru} below {@code seq}, and alone may raise it; or nobody
     * @param missing numbers that somebody asks for
     */
    record Token(RingId ring, long hop, long seq, long aru, int behind, SortedSet<Long> missing)
            implements TotemMessage {}

    /**
     * Gathering: who the sender believes is there.
     *
     * @param processes all that it has heard of
     * @param failed those of them that it gives up
     * @param number of the newest ring that it knows
     */
    record Join(Set<Integer> processes, Set<Integer> failed, long number) implements TotemMessage {}

    /** Goes round the new ring twice: collects what each has, then tells it to all. */
    record Commit(RingId ring, SortedSet<Integer> members, SortedMap<Integer, Past> pasts)
            implements TotemMessage {
        /** Whether all have written in it. */
        boolean complete() {
            return pasts.keySet().equals(members);
        }
    }

    /** "There is a ring here": so that rings find each other when a network heals. */
    record Beacon(RingId ring) implements TotemMessage {}

    /**
     * What a node brings from the ring that it was in before.
     *
     * @param aru it has all messages up to this one
     * @param safe and knows that all its members have all up to this one
     */
    record Past(RingId ring, long aru, long safe) {}
}
