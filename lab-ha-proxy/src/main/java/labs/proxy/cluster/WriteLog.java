package labs.proxy.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a client saw, in the order in which it wrote.
 *
 * @param writes one after the other: each began when the one before had ended
 */
public record WriteLog(List<Write> writes) {
    public WriteLog {
        writes = List.copyOf(writes);
    }

    /** The writes from this number on. */
    public WriteLog from(long number) {
        return new WriteLog(writes.stream().filter(write -> write.number() >= number).toList());
    }

    /** How many had this outcome. */
    public long count(Write.Outcome outcome) {
        return writes.stream().filter(write -> write.outcome() == outcome).count();
    }

    /** Whether one was not acknowledged, and a later one was. */
    public boolean hasRecovered() {
        boolean failed = false;
        for (Write write : writes) {
            if (failed && write.isAcknowledged()) {
                return true;
            }
            failed |= !write.isAcknowledged();
        }
        return false;
    }

    /**
     * The longest time in which the client got no row written: from the end of an acknowledged
     * write to the end of the next one. Before the first one it runs from the beginning of the log;
     * after the last one, to the end of the log. Zero if the log is empty.
     */
    public Duration longestGap() {
        // BEGIN SOLUTION
        if (writes.isEmpty()) {
            return Duration.ZERO;
        }
        long longest = 0;
        long since = writes.get(0).beganNanos();
        for (Write write : writes) {
            longest = Math.max(longest, write.endedNanos() - since);
            if (write.isAcknowledged()) {
                since = write.endedNanos();
            }
        }
        return Duration.ofNanos(longest);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-11: README, part 11");
    }

    /** The rows that were promised and are not there. */
    public SortedSet<Long> lost(Set<Long> present) {
        // BEGIN SOLUTION
        var lost = new TreeSet<Long>();
        for (Write write : writes) {
            if (write.isAcknowledged() && !present.contains(write.number())) {
                lost.add(write.number());
            }
        }
        return lost;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-11: README, part 11");
    }
}
