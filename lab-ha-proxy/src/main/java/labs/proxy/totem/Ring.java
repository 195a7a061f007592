package labs.proxy.totem;

import java.util.SortedSet;
import java.util.TreeSet;

/** A ring as one of its members sees it. */
final class Ring {
    private final RingId id;
    private final TreeSet<Integer> members;
    private final OrderedBroadcast order;
    private final Delivery delivery = new Delivery();
    private long lastHop = -1;

    Ring(RingId id, SortedSet<Integer> members, int self) {
        this.id = id;
        this.members = new TreeSet<>(members);
        this.order = new OrderedBroadcast(id, self);
    }

    RingId id() {
        return id;
    }

    TreeSet<Integer> members() {
        return members;
    }

    OrderedBroadcast order() {
        return order;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Who gets the token from that member. */
    int after(int member) {
        Integer next = members.higher(member);
        return next == null ? members.first() : next;
    }

    /** Whether a token with that hop is news, and no copy. */
    boolean advance(long hop) {
        boolean news = hop > lastHop;
        lastHop = Math.max(lastHop, hop);
        return news;
    }
}
