package labs.mq.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * All rules of the queue, and nothing of threads, clocks and disks. Times are in milliseconds since
 * 1970. Confined to whoever guards it.
 */
final class QueueState {
    private static final class Message {
        final StoredMessage stored;
        int deliveries;
        long dueAt; // when a delay or a visibility is over

        Message(StoredMessage stored) {
            this.stored = stored;
            this.deliveries = stored.deliveries();
            this.dueAt = stored.visibleAt();
        }

        long id() {
            return stored.id();
        }
    }

    private final int mostDeliveries;
    private final PriorityQueue<Message> ready =
            new PriorityQueue<>(
                    Comparator.comparingInt((Message message) -> -message.stored.priority())
                            .thenComparingLong(Message::id));
    private final PriorityQueue<Message> delayed =
            new PriorityQueue<>(Comparator.comparingLong(message -> message.dueAt));
    private final Map<Long, Message> inFlight = new HashMap<>();
    private final TreeSet<Message> deadlines = // a set: acknowledging takes one out of the middle
            new TreeSet<>(
                    Comparator.comparingLong((Message message) -> message.dueAt)
                            .thenComparingLong(Message::id));
    private final Map<Long, Message> dead = new LinkedHashMap<>();

    QueueState(int mostDeliveries) {
        this.mostDeliveries = mostDeliveries;
    }

    /** A message that was put in now, or before a crash. */
    void put(StoredMessage stored, long now) {
        // BEGIN SOLUTION
        var message = new Message(stored);
        if (stored.deliveries() >= mostDeliveries) {
            dead.put(message.id(), message);
        } else if (stored.visibleAt() > now) {
            delayed.add(message);
        } else {
            ready.add(message);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** Hands out the next message, which is invisible until then. */
    Optional<Delivery> take(long now, long visibleAgainAt) {
        // BEGIN SOLUTION
        tick(now);
        Message next = ready.poll();
        if (next == null) {
            return Optional.empty();
        }
        next.deliveries++;
        next.dueAt = visibleAgainAt;
        inFlight.put(next.id(), next);
        deadlines.add(next);
        return Optional.of(new Delivery(next.id(), next.deliveries, next.stored.body()));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** The message was not handed out after all, and this delivery does not count. */
    void takeBack(Delivery delivery) {
        // BEGIN SOLUTION
        Message message = remove(delivery);
        message.deliveries--;
        ready.add(message);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** Whether the message is still this consumer's. */
    boolean isPresent(Delivery delivery, long now) {
        // BEGIN SOLUTION
        tick(now);
        Message message = inFlight.get(delivery.id());
        return message != null && message.deliveries == delivery.attempt();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** The message is done, if this is its present delivery. */
    boolean ack(Delivery delivery, long now) {
        // BEGIN SOLUTION
        tick(now);
        return remove(delivery) != null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** The message is ready again or dead, if this is its present delivery. */
    boolean nack(Delivery delivery, long now) {
        // BEGIN SOLUTION
        tick(now);
        Message message = remove(delivery);
        if (message != null) {
            returned(message);
        }
        return message != null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    // BEGIN SOLUTION
    /** An old delivery's answer says nothing about the present one. */
    private Message remove(Delivery delivery) {
        Message message = inFlight.get(delivery.id());
        if (message == null || message.deliveries != delivery.attempt()) {
            return null;
        }
        inFlight.remove(delivery.id());
        deadlines.remove(message);
        return message;
    }

    private void returned(Message message) {
        if (message.deliveries >= mostDeliveries) {
            dead.put(message.id(), message);
        } else {
            ready.add(message); // in its old place: it has waited longest
        }
    }

    // END SOLUTION

    /** What has become due by now: delays and visibilities that are over. */
    void tick(long now) {
        // BEGIN SOLUTION
        while (!delayed.isEmpty() && delayed.peek().dueAt <= now) {
            ready.add(delayed.poll());
        }
        while (!deadlines.isEmpty() && deadlines.first().dueAt <= now) {
            Message late = deadlines.pollFirst();
            inFlight.remove(late.id());
            returned(late);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-1: see README, part 1");
    }

    /** The next time at which something becomes due; {@link Long#MAX_VALUE} if nothing will. */
    long nextDue() {
        long next = Long.MAX_VALUE;
        if (!delayed.isEmpty()) {
            next = delayed.peek().dueAt;
        }
        return deadlines.isEmpty() ? next : Math.min(next, deadlines.first().dueAt);
    }

    boolean revive(long id) {
        Message message = dead.remove(id);
        if (message == null) {
            return false;
        }
        message.deliveries = 0;
        ready.add(message);
        return true;
    }

    boolean isDead(long id) {
        return dead.containsKey(id);
    }

    /** All messages that are not gone, dead letters among them. */
    int live() {
        return size() + dead.size();
    }

    int size() {
        return ready.size() + delayed.size() + inFlight.size();
    }

    List<Delivery> deadLetters() {
        var letters = new ArrayList<Delivery>();
        dead.values()
                .forEach(
                        message ->
                                letters.add(
                                        new Delivery(
                                                message.id(),
                                                message.deliveries,
                                                message.stored.body())));
        return letters;
    }

    /** All messages, the dead ones too, for one who writes them down anew. */
    List<StoredMessage> stored() {
        var all = new ArrayList<Message>(ready);
        all.addAll(delayed);
        all.addAll(inFlight.values());
        all.addAll(dead.values());
        return all.stream()
                .sorted(Comparator.comparingLong(message -> message.stored.id()))
                .map(message -> message.stored.delivered(message.deliveries))
                .toList();
    }
}
