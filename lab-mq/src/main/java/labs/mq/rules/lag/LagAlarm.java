package labs.mq.rules.lag;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to wake somebody: by how long records wait, since a count says nothing without a rate. It is
 * raised at one mark and cleared at a lower one, so that a lag that swings about a mark does not
 * ring each time. For one thread.
 */
public final class LagAlarm {
    private final Duration raiseAt;
    private final Duration clearAt;
    private final Duration mayBeAbsent;
    private boolean isLate;
    private Instant absentSince; // null while there are members

    /**
     * @param raiseAt from this age of the oldest unread record on it rings
     * @param clearAt from this age down it is quiet again
     * @param mayBeAbsent how long a group may have no member: as long as a restart takes
     * @throws IllegalArgumentException unless {@code clearAt} is less than {@code raiseAt}
     */
    public LagAlarm(Duration raiseAt, Duration clearAt, Duration mayBeAbsent) {
        if (clearAt.compareTo(raiseAt) >= 0) {
            throw new IllegalArgumentException("clear at less than " + raiseAt);
        }
        this.raiseAt = raiseAt;
        this.clearAt = clearAt;
        this.mayBeAbsent = mayBeAbsent;
    }

    /**
     * To be told regularly.
     *
     * @return what is wrong, as long as it is; nobody there comes before late
     */
    public Optional<String> check(GroupLag lag, Instant now) {
        // BEGIN SOLUTION
        if (lag.members() > 0) {
            absentSince = null;
        } else if (absentSince == null) {
            absentSince = now;
        }
        Duration mark = isLate ? clearAt : raiseAt;
        isLate = isLate ? lag.oldest().compareTo(mark) > 0 : lag.oldest().compareTo(mark) >= 0;
        if (absentSince != null && Duration.between(absentSince, now).compareTo(mayBeAbsent) > 0) {
            return Optional.of("nobody reads: no member since " + absentSince + "; " + lag);
        }
        return isLate ? Optional.of("late: " + lag) : Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }
}
