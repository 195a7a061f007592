package labs.proxy.vrrp;

import java.time.Duration;

/** How long a backup waits. */
final class Timing {
    private Timing() {}

    /**
     * What a backup waits longer than a better one, so that the best speaks first and the others
     * hear it: {@code (256 - priority) / 256} of the master's interval.
     */
    static Duration skew(int priority, Duration interval) {
        // BEGIN SOLUTION
        return interval.multipliedBy(256 - priority).dividedBy(256);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /** How long a master may be silent: three of its intervals, and the skew. */
    static Duration masterDown(int priority, Duration interval) {
        // BEGIN SOLUTION
        return interval.multipliedBy(3).plus(skew(priority, interval));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }
}
