package labs.mq.queue;

import java.io.IOException;

/** The queue takes no more: slow down, or try later. Nothing was put in. */
public final class QueueFullException extends IOException {
    private static final long serialVersionUID = 1;

    QueueFullException(int capacity) {
        super("the queue holds " + capacity + " messages, as many as it may (capacity)");
    }
}
