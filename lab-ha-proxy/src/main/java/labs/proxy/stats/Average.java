package labs.proxy.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The average of times, of which the last ones count most. As in HAProxy nothing is stored but a
 * sum: the first {@link #WINDOW} values are added up, so that this is their mean; from then on each
 * new value takes the place of an average one.
 *
 * <pre>
 *   sum ← sum − sum / WINDOW + value          average = sum / WINDOW
 * </pre>
 *
 * <p>What is older fades: a value counts e times less with each {@link #WINDOW} that came after it,
 * and seven times less after 1024, which is what HAProxy's manual means by "the last 1024".
 *
 * <p>Thread-safe without a lock: the sum and how many it is of are in one number, and change
 * together.
 */
public final class Average {
    /** What HAProxy's program takes. */
    public static final int WINDOW = 512;

    private static final int COUNT_BITS = 10; // the lower bits: how many, no more than WINDOW
    private static final long COUNT_MASK = (1 << COUNT_BITS) - 1;
    private static final long LONGEST = 1L << 44; // microseconds; 200 days, and WINDOW sums fit

    private final AtomicLong state = new AtomicLong();

    /** One more; less than nothing counts as nothing. */
    public void add(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        state.accumulateAndGet(Math.max(0, Math.min(micros, LONGEST)), Average::with);
    }

    private static long with(long state, long value) {
        long sum = state >>> COUNT_BITS;
        long count = state & COUNT_MASK;
        return count < WINDOW
                ? (sum + value) << COUNT_BITS | (count + 1)
                : (sum - sum / WINDOW + value) << COUNT_BITS | count;
    }

    /** In milliseconds, to the nearest; 0 if there were none. */
    public long millis() {
        long now = state.get();
        long parts = Math.max(1, now & COUNT_MASK) * 1000;
        return ((now >>> COUNT_BITS) + parts / 2) / parts;
    }
}
