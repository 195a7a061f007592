package labs.compute.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * What a spout must remember to repeat what fails. Storm remembers only ids: the value is kept here
 * until it is acked. Not thread-safe: Storm calls a spout from one thread.
 */
final class Replays<T> {
    private final int maxPending;
    private final int maxAttempts;
    private final Map<Long, Message<T>> pending = new HashMap<>();
    private final Deque<Message<T>> again = new ArrayDeque<>();
    private long lastId;

    /**
     * @param maxPending how many messages may be neither acked nor given up at a time
     * @param maxAttempts how often a message is sent before it is given up
     */
    Replays(int maxPending, int maxAttempts) {
        if (maxPending < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException(
                    "at least one message and one attempt, not %d and %d"
                            .formatted(maxPending, maxAttempts));
        }
        this.maxPending = maxPending;
        this.maxAttempts = maxAttempts;
    }

    /**
     * What to send now: a failed message first, or else a new one from the source.
     *
     * @return empty if the source has nothing, or so much is pending that it must wait
     */
    Optional<Message<T>> next(Iterator<? extends T> source) {
        // BEGIN SOLUTION
        Message<T> message = again.poll();
        if (message == null && unfinished() < maxPending && source.hasNext()) {
            message = new Message<>(++lastId, source.next(), 1);
        }
        if (message != null) {
            pending.put(message.id(), message);
        }
        return Optional.ofNullable(message);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /**
     * The message is done with.
     *
     * @return whether it was on its way; an ack for any other is of no meaning
     */
    boolean ack(long id) {
        // BEGIN SOLUTION
        return pending.remove(id) != null;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /**
     * The message failed or timed out: {@link #next} returns it again, unless it has been sent so
     * often that it is given up. A failure of a message that is not on its way is of no meaning.
     *
     * @return the message, if it is given up now
     */
    Optional<Message<T>> fail(long id) {
        // BEGIN SOLUTION
        Message<T> message = pending.remove(id);
        if (message == null) {
            return Optional.empty();
        }
        if (message.attempt() >= maxAttempts) {
            return Optional.of(message);
        }
        again.add(message.again());
        return Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-2: README, part 2");
    }

    /** How many messages are neither acked nor given up: on their way, or to be sent again. */
    int unfinished() {
        return pending.size() + again.size();
    }
}
