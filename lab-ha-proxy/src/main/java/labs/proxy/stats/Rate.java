package labs.proxy.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many a second there are of what an adder counts. Whoever counts pays nothing for it: the
 * adder is looked at once a second, by {@link #tick}.
 *
 * <p>How exact it is: between two looks the rate is what came since the last one, and for what is
 * missing to a whole second the same part of the second before, as HAProxy has it. That is right
 * where things come evenly. A burst is seen at once, in full. The most, too, is looked at once a
 * second (and whenever somebody reads): a burst that two of these seconds share may count for half
 * of what it was. If a look is late, the number is scaled down to one second.
 *
 * <p>Time comes from outside, as readings of one clock that never goes back. Thread-safe.
 */
public final class Rate {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongAdder counted;
    private long ticked; // when; guarded by this, as all below
    private long total; // then
    private double before; // a second, up to then
    private double most;
    private long changed; // the look that last found more than the one before
    private boolean any;

    public Rate(LongAdder counted, long now) {
        this.counted = counted;
        this.ticked = now;
    }

    /** To be called once a second. */
    public synchronized void tick(long now) {
        long all = counted.sum();
        if (all != total) {
            any = true;
            changed = now;
        }
        before = perSecond(all - total, now);
        most = Math.max(most, before);
        total = all;
        ticked = now;
    }

    private static double seconds(long nanos) {
        return nanos / SECOND;
    }

    private double perSecond(long fresh, long now) {
        double since = seconds(now - ticked);
        return since >= 1 ? fresh / since : fresh + before * (1 - since);
    }

    /** In the last second. */
    public synchronized long perSecond(long now) {
        double rate = perSecond(counted.sum() - total, now);
        most = Math.max(most, rate);
        return Math.round(rate);
    }

    /** The most in any second. */
    public synchronized long most(long now) {
        return Math.max(perSecond(now), Math.round(most));
    }

    /** For how many whole seconds there has been none, give or take one; -1 if never was any. */
    public synchronized long secondsSinceLast(long now) {
        if (counted.sum() != total) {
            return 0;
        }
        return any ? TimeUnit.NANOSECONDS.toSeconds(now - changed) : -1;
    }
}
