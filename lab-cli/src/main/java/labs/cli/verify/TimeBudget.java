package labs.cli.verify;

import java.time.Duration;
import java.util.Optional;

/** How long proofs may begin; those that have begun are ended. Immutable. */
public final class TimeBudget {
    private final long start = System.nanoTime();
    private final Optional<Duration> length;

    private TimeBudget(Optional<Duration> length) {
        this.length = length;
    }

    public static TimeBudget unlimited() {
        return new TimeBudget(Optional.empty());
    }

    /** A budget of that length, which begins now. */
    public static TimeBudget of(Duration length) {
        return new TimeBudget(Optional.of(length));
    }

    boolean isSpent() {
        return !hasRoomFor(Duration.ZERO);
    }

    /** Whether work that takes that long would be done in time; work of no time fits to the end. */
    public boolean hasRoomFor(Duration work) {
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        return length.isEmpty() || spent.plus(work).compareTo(length.get()) < 0;
    }
}
