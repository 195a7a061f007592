package labs.proxy.totem;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Data;
import labs.proxy.totem.TotemMessage.Past;

/**
 * Makes those who come from the same ring have the same messages of it, before the new ring is
 * used. They are sent as ordered messages of the new ring, by whoever has them; then each says that
 * it is done.
 */
final class Recovery {
    private final RingId old;
    private final Backlog backlog; // of the old ring
    private final SortedMap<Integer, Past> pasts;
    private final Queue<Payload> queue = new ArrayDeque<>();
    private final Map<Integer, Long> done = new HashMap<>(); // when: the number in the new ring

    /**
     * @param old the ring that this node comes from
     * @param backlog what it has of that
     * @param pasts of all members of the new ring
     */
    Recovery(RingId old, Backlog backlog, SortedMap<Integer, Past> pasts) {
        this.old = old;
        this.backlog = backlog;
        this.pasts = pasts;
        fillQueue();
    }

    /** Those members of the new ring who come from the same old ring as this node. */
    Set<Integer> together() {
        // BEGIN SOLUTION
        var together = new TreeSet<Integer>();
        pasts.forEach(
                (node, past) -> {
                    if (past.ring().equals(old)) {
                        together.add(node);
                    }
                });
        return together;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** What any of them knew to be safe, all may take for safe. */
    long safe() {
        // BEGIN SOLUTION
        return together().stream().mapToLong(node -> pasts.get(node).safe()).max().orElse(0);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** What is to be sent on the new ring. */
    Queue<Payload> queue() {
        return queue;
    }

    /**
     * All that this node has and not all of those have who come with it: what is behind the least
     * aru; and that it is done.
     */
    private void fillQueue() {
        // BEGIN SOLUTION
        long all = together().stream().mapToLong(node -> pasts.get(node).aru()).min().orElse(0);
        backlog.from(all + 1).forEach(message -> queue.add(new Payload.Recovered(message)));
        queue.add(new Payload.Done());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /**
     * The next message of the new ring, in order. One of the own old ring goes to the backlog, and
     * need not be sent by this node any more. One of another ring is not for this node.
     */
    void hear(Data message) {
        // BEGIN SOLUTION
        if (message.payload() instanceof Payload.Recovered recovered) {
            if (recovered.message().ring().equals(old)) {
                backlog.add(recovered.message());
                queue.remove(recovered);
            }
        } else if (message.payload() instanceof Payload.Done) {
            done.put(message.sender(), message.seq());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Whether all members are done: what comes then is of the application. */
    boolean heardAll() {
        return done.keySet().equals(pasts.keySet());
    }

    /**
     * Whether all members are done, and everybody has heard so.
     *
     * @param safeInNew up to which message of the new ring every member has all
     */
    boolean isOver(long safeInNew) {
        // BEGIN SOLUTION
        return heardAll() && done.values().stream().allMatch(seq -> seq <= safeInNew);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }
}
