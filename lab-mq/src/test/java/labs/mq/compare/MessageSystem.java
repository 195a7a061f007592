package labs.mq.compare;

import java.time.Duration;
import java.util.Optional;

/** What all of them can be asked to do. Not thread-safe; close it, and all of it is gone. */
interface MessageSystem extends AutoCloseable {
    int NORMAL = 4;

    String name();

    /** An empty destination (a queue, or a topic of one partition) that nobody else uses. */
    Destination open() throws Exception;

    /** What a message goes through. */
    interface Destination extends AutoCloseable {
        /** Who has heard nothing for so long will hear nothing. */
        Duration silence();

        /**
         * @param priority 0 … 9, as in JMS
         * @throws UnsupportedOperationException if the system knows no priorities or no delays
         */
        void send(String body, int priority, Duration delay) throws Exception;

        /** One more consumer of that group; where there are no groups all are of one. */
        Receiver receiver(String group) throws Exception;

        @Override
        void close() throws Exception;
    }

    /** A consumer. */
    interface Receiver extends AutoCloseable {
        Optional<Received> receive(Duration wait) throws Exception;

        /** The work is done. */
        void finish(Received message) throws Exception;

        /** The work failed: the message shall come again. */
        void refuse(Received message) throws Exception;

        @Override
        void close() throws Exception;
    }

    /**
     * A message in a consumer's hands.
     *
     * @param token what the system knows it by
     */
    record Received(String body, Object token) {}

    /** For systems whose messages are all alike. */
    static void requirePlain(int priority, Duration delay) {
        if (priority != NORMAL) {
            throw new UnsupportedOperationException("no priorities");
        }
        if (!delay.isZero()) {
            throw new UnsupportedOperationException("no delays");
        }
    }

    @Override
    void close() throws Exception;
}
