package labs.proxy.health;

import java.time.Duration;

/** A clock that is turned by hand. */
final class Hand implements Nanos {
    // Begins where a long is about to overflow, as System.nanoTime may.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    @Override
    public long now() {
        return now;
    }

    void advance(Duration time) {
        now += time.toNanos();
    }
}
