package labs.proxy.cluster;

import java.time.Duration;

/**
 * What a client knows of one row that it wanted to write.
 *
 * @param number the row's number, which is never used twice
 * @param beganNanos when it began, of {@link System#nanoTime}
 * @param endedNanos when its outcome was known
 */
public record Write(long number, Outcome outcome, long beganNanos, long endedNanos) {
    /** There are three, not two. */
    public enum Outcome {
        /** The database said yes: the row must be there, whatever happens afterwards. */
        ACKNOWLEDGED,
        /** There was no connection, or the database said no: the row cannot be there. */
        REFUSED,
        /** It was sent, and then nobody answered: the row may be there or not. */
        UNKNOWN
    }

    public boolean isAcknowledged() {
        return outcome == Outcome.ACKNOWLEDGED;
    }

    public Duration took() {
        return Duration.ofNanos(endedNanos - beganNanos);
    }
}
