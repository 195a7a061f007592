package labs.compute.stream;

import java.util.concurrent.atomic.AtomicLong;

/** What went through the tasks of a {@link TroubleBolt}, and what did not. Thread-safe. */
public final class TroubleReport {
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong struck = new AtomicLong();

    void passedOne() {
        passed.incrementAndGet();
    }

    void struckOne() {
        struck.incrementAndGet();
    }

    /** How many tuples went on. */
    public long passed() {
        return passed.get();
    }

    /** How many did not. */
    public long struck() {
        return struck.get();
    }
}
