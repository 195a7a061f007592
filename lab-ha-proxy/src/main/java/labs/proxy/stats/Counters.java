package labs.proxy.stats;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of a frontend, a backend or a server. Thread-safe. */
public final class Counters {
    private static final int CLASSES = 6;

    private final AtomicInteger current = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
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

    /** Tries after one that failed, at the same server or at another. */
    public final LongAdder retries = new LongAdder();

    /** Those of them that went to another server. */
    public final LongAdder redispatches = new LongAdder();

    /** Clients that went before they had their answer, or were too slow to send or take it. */
    public final LongAdder clientAborts = new LongAdder();

    /** Answers in whose middle the server went, or fell silent. */
    public final LongAdder serverAborts = new LongAdder();

    public final Times times = new Times();

    /** Of {@link #sessions}. */
    public final Rate sessionRate = new Rate(sessions, System.nanoTime());

    /** Of {@link #requests}. */
    public final Rate requestRate = new Rate(requests, System.nanoTime());

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

    /** Somebody joined those who wait, who are so many now. */
    public void waited(int now) {
        if (now > mostWaiting.get()) {
            mostWaiting.accumulateAndGet(now, Math::max);
        }
    }

    /** The most who waited at one time. */
    public int mostWaiting() {
        return mostWaiting.get();
    }

    /** To be called once a second, for the rates. */
    public void tick(long now) {
        sessionRate.tick(now);
        requestRate.tick(now);
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

    /** All answers. */
    public long answers() {
        return Arrays.stream(statuses).mapToLong(LongAdder::sum).sum();
    }

    /** Answers of this class: 1 for 1xx, and so on; 0 for others. */
    public long answers(int statusClass) {
        return statuses[statusClass].sum();
    }
}
