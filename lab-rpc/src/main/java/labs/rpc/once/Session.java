package labs.rpc.once;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import labs.rpc.message.FaultException;

/** The calls of one client that the server remembers. Thread-safe. */
final class Session {
    private final ReplyCache.Limits limits;
    private final InstantSource clock;
    // In the order of arrival.
    private final Map<Long, Entry> entries = new LinkedHashMap<>(); // guarded by this
    private long forgotten; // guarded by this; the highest id whose reply was dropped

    private record Entry(CompletableFuture<Object> reply, Instant since) {}

    Session(ReplyCache.Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Remembers the call as begun.
     *
     * @return {@code mine} if the call is new and the caller is to run it; otherwise the reply of
     *     the one that came first
     */
    synchronized CompletableFuture<Object> begin(long id, CompletableFuture<Object> mine) {
        // BEGIN SOLUTION
        Entry known = entries.get(id);
        if (known != null) {
            return known.reply();
        }
        if (id <= forgotten) {
            // It may have run. To run it now could be the second time.
            throw new FaultException(Once.FORGOTTEN_CALL, "the reply to call " + id + " is gone");
        }
        dropWhatIsOld();
        if (entries.size() >= limits.repliesPerSession() && !dropOldest()) {
            throw new FaultException(Once.TOO_MANY, "too many calls in progress in this session");
        }
        entries.put(id, new Entry(mine, clock.instant()));
        return mine;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-7: see README, part 7");
    }

    synchronized int size() {
        return entries.size();
    }

    /** Has this session no call in progress? */
    synchronized boolean isQuiet() {
        return entries.values().stream().allMatch(entry -> entry.reply().isDone());
    }

    // BEGIN SOLUTION
    private void dropWhatIsOld() {
        Instant limit = clock.instant().minus(limits.maxAge());
        while (!entries.isEmpty() && oldest().since().isBefore(limit) && dropOldest()) {
            // dropOldest did the work
        }
    }

    private Entry oldest() {
        return entries.values().iterator().next();
    }

    /** Drops the oldest call that is over. @return false if all are in progress */
    private boolean dropOldest() {
        for (Iterator<Map.Entry<Long, Entry>> all = entries.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Long, Entry> next = all.next();
            if (next.getValue().reply().isDone()) {
                all.remove();
                forgotten = Math.max(forgotten, next.getKey());
                return true;
            }
        }
        return false;
    }
    // END SOLUTION
}
