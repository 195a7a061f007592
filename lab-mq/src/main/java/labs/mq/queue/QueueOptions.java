package labs.mq.queue;

import java.time.Duration;

/**
 * How a queue behaves.
 *
 * @param visibility how long a consumer has for a message before it goes to another one
 * @param deliveries after so many in vain a message is dead
 * @param capacity of messages, ready, delayed and in flight; a put beyond it is refused
 * @param flushEachPut whether the durable queue waits for the disk: needed against a loss of power,
 *     not against the death of the process
 */
public record QueueOptions(
        Duration visibility, int deliveries, int capacity, boolean flushEachPut) {
    public static final QueueOptions DEFAULT =
            new QueueOptions(Duration.ofSeconds(30), 5, 1_000_000, false);

    public QueueOptions withVisibility(Duration newVisibility) {
        return new QueueOptions(newVisibility, deliveries, capacity, flushEachPut);
    }

    public QueueOptions withDeliveries(int count) {
        return new QueueOptions(visibility, count, capacity, flushEachPut);
    }

    public QueueOptions withCapacity(int messages) {
        return new QueueOptions(visibility, deliveries, messages, flushEachPut);
    }
}
