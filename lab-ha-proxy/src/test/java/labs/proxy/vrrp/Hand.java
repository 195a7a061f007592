package labs.proxy.vrrp;

import java.time.Duration;
import labs.proxy.health.Nanos;

/** A clock that is turned by hand. */
final class Hand implements Nanos {
    // Begins where a long is about to overflow, as System.nanoTime may.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

    @Override
    public long now() {
        return now;
    }

    void advance(Duration time) {
        now += time.toNanos();
    }
}
