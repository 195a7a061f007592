package labs.mq.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A queue of messages for consumers that may crash. Thread-safe. */
public interface MessageQueue extends AutoCloseable {
    /** The lowest priority; 9 is the highest, as in JMS. */
    int LOWEST = 0;

    int NORMAL = 4;
    int HIGHEST = 9;

    /** Puts a message of normal priority in, to be had at once. */
    default long put(byte[] body) throws IOException {
        return put(body, NORMAL, Duration.ZERO);
    }

    /**
     * Puts a message in.
     *
     * @param delay before it can be taken
     * @return its id
     * @throws QueueFullException if there is no room
     * @throws IOException if it could not be stored; it is not in the queue then
     */
    long put(byte[] body, int priority, Duration delay) throws IOException;

    /** Takes the next message, waiting for one at most so long. */
    Optional<Delivery> take(Duration wait) throws IOException, InterruptedException;

    /**
     * The work is done: the message will not come again.
     *
     * @return false if it was too late: the message has been given to somebody else, or is dead
     */
    boolean ack(Delivery delivery) throws IOException;

    /**
     * The work could not be done: the message is ready again at once, or dead.
     *
     * @return as {@link #ack}
     */
    boolean nack(Delivery delivery) throws IOException;

    /** How many messages are ready, delayed or in flight. */
    int size();

    /** The messages that were delivered too often, the oldest first; they stay until discarded. */
    List<Delivery> deadLetters();

    /** Puts a dead letter back as if it were new, once its cause has been mended. */
    boolean revive(long id) throws IOException;

    @Override
    void close() throws IOException;
}
