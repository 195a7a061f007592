package labs.zookeeper.lock;

import java.time.Duration;

/**
 * A moment to wait for, or never.
 *
 * @param nanoTime by {@link System#nanoTime}; {@code null} for never
 */
record Deadline(Long nanoTime) {
    static final Deadline NEVER = new Deadline(null);

    /** More than a century is never. */
    private static final Duration AGES = Duration.ofDays(36_500);

    static Deadline after(Duration limit) {
        return limit.compareTo(AGES) > 0
                ? NEVER
                : new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return nanoTime != null && nanoTime - System.nanoTime() <= 0;
    }

    /** How long it is until then, at most that long. */
    Duration leftAtMost(Duration most) {
        if (nanoTime == null) {
            return most;
        }
        Duration left = Duration.ofNanos(nanoTime - System.nanoTime());
        return left.compareTo(most) < 0 ? left : most;
    }
}
