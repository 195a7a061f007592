package labs.mq.log;

import java.time.Instant;

/** Which segments of a log are to go, by their age and by how much there is. */
record Retention(LogOptions options, Segments segments, Instant now) {
    boolean isToGo(Segment segment) {
        // BEGIN SOLUTION
        return isTooOld(segment) || isTooMuch(segment);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Whether all its records are. */
    boolean isTooOld(Segment segment) {
        // BEGIN SOLUTION
        return options.retention() != null
                && segment.newest() < now.minus(options.retention()).toEpochMilli();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }

    /** Whether the others are enough. */
    private boolean isTooMuch(Segment segment) {
        // BEGIN SOLUTION
        return options.retentionBytes() >= 0
                && segments.sizeInBytes() - segment.size() >= options.retentionBytes();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-2: see README, part 2");
    }
}
