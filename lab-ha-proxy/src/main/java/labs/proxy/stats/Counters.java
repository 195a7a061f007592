package labs.proxy.stats;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of a frontend, a backend or a server. Thread-safe. */
public final class Counters {
    private static final int CLASSES = 6;

    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final LongAdder[] statuses = new LongAdder[CLASSES];

    /** Connections of a frontend; requests or, in mode tcp, connections that a server got. */
    public final LongAdder sessions = new LongAdder();

    public final LongAdder requests = new LongAdder();

    /** From the client to the server. */
    public final LongAdder bytesIn = new LongAdder();

    public final LongAdder bytesOut = new LongAdder();

    /** Requests that a rule denied. */
    public final LongAdder denied = new LongAdder();

    /** Requests that were none, or did not come whole. */
    public final LongAdder badRequests = new LongAdder();

    public final LongAdder failedConnects = new LongAdder();

    /** Answers that were none, or did not come whole. */
    public final LongAdder badResponses = new LongAdder();

    public final LongAdder retries = new LongAdder();
    public final LongAdder redispatches = new LongAdder();

    public Counters() {
        for (int i = 0; i < CLASSES; i++) {
            statuses[i] = new LongAdder();
        }
    }

    public void opened() {
        sessions.increment();
        int now = current.incrementAndGet();
        if (now > most.get()) {
            most.accumulateAndGet(now, Math::max);
        }
    }

    public void closed() {
        current.decrementAndGet();
    }

    /** How many there are now. */
    public int current() {
        return current.get();
    }

    /** The most there were at one time. */
    public int most() {
        return most.get();
    }

    public void answered(int status) {
        statuses[status >= 100 && status < 600 ? status / 100 : 0].increment();
    }

    /** Answers of this class: 1 for 1xx, and so on; 0 for others. */
    public long answers(int statusClass) {
        return statuses[statusClass].sum();
    }
}
