package labs.proxy.totem;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Data;

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

    SortedSet<Integer> members() {
        return members;
    }

    OrderedBroadcast order() {
        return order;
    }

    Backlog backlog() {
        return order.backlog();
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

    /** Delivers what can be, if that number is safe; what is done with for all is forgotten. */
    void deliver(long safe, Application application) {
        Optional<Data> next = delivery.next(backlog(), safe);
        while (next.isPresent()) {
            hand(next.get(), application);
            next = delivery.next(backlog(), safe);
        }
        backlog().discard(Math.min(delivery.delivered(), order.safe()));
    }

    /** What recovery put into the order is not for the application. */
    static void hand(Data data, Application application) {
        if (data.payload() instanceof Payload.Text) {
            application.deliver(data);
        }
    }
}
