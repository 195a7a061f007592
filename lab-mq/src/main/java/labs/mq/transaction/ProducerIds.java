package labs.mq.transaction;

import java.util.concurrent.atomic.AtomicLong;

/** Ids for producers, never the same again, also after a restart. Thread-safe. */
public final class ProducerIds {
    // A clock in microseconds runs ahead of a count.
    private final AtomicLong next = new AtomicLong(System.currentTimeMillis() * 1000);

    public long next() {
        return next.getAndIncrement();
    }
}
