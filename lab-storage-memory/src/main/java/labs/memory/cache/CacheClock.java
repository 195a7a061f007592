package labs.memory.cache;

import java.util.function.LongSupplier;

/**
 * Time in whole seconds, in 32 bits: it began at 2 a little before the cache did, so that 0 can
 * mean never and 1 the past. Thread-safe.
 */
public final class CacheClock {
    /** Expiry times above this, in seconds, are points in time, those up to it are durations. */
    public static final int LONGEST_DURATION = 60 * 60 * 24 * 30;

    static final int NEVER = 0;
    private static final int PAST = 1;

    private final LongSupplier unixSeconds;
    private final long zero;

    /**
     * @param unixSeconds seconds since 1970; asked with each call
     */
    public CacheClock(LongSupplier unixSeconds) {
        this.unixSeconds = unixSeconds;
        this.zero = unixSeconds.getAsLong() - 2;
    }

    /** The system's. */
    public static CacheClock system() {
        return new CacheClock(() -> System.currentTimeMillis() / 1000);
    }

    /** Now, as items note it. */
    public int now() {
        return (int) (unixSeconds.getAsLong() - zero);
    }

    /** Now, in seconds since 1970. */
    public long unixTime() {
        return unixSeconds.getAsLong();
    }

    /**
     * When something ends to which a client gave this time: 0 is never, a negative one at once, up
     * to 30 days are seconds from now, and more are seconds since 1970 (memcached's protocol.txt).
     */
    public int expiry(long given) {
        // BEGIN SOLUTION
        if (given == 0) {
            return NEVER;
        }
        if (given > 0 && given <= LONGEST_DURATION) {
            return (int) (now() + given);
        }
        long at = given - zero;
        return at < PAST ? PAST : (int) Math.min(at, Integer.MAX_VALUE);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO storage-memory-1: see README, part
        // 1");
    }
}
