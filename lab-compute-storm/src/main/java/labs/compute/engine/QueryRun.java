package labs.compute.engine;

import java.util.Optional;

/**
 * What the query spout sends, and what it does when something of it fails. Without Storm and
 * without clock; not thread-safe.
 *
 * <p>A batch in flight is covered by the tree of its split: if it is lost, the split fails. A batch
 * that has arrived is covered by a lease, which the task that keeps it holds without acking it: if
 * the task dies, its lease fails. Either way all that was kept is worth nothing, since nobody knows
 * which rows are missing, and the query starts anew as the next attempt.
 */
final class QueryRun {
    private final int holders;
    private final int splits;
    private final int maxPending;
    private Run run;
    private boolean hasBegun;
    private boolean isPrepared;
    private int leased;
    private int sent;
    private int acked;
    private boolean isReleased;
    private boolean saidRelease;

    /** What to send. */
    enum Kind {
        /** To all tasks: forget what you have, prepare for this attempt, and ack. */
        BEGIN,
        /**
         * To one task that keeps rows: hold this for as long as you have them. Each has one of its
         * own: whoever says of a tuple that it is alive says it of the whole tree.
         */
        LEASE,
        /** To one scanning task: read this, and send its rows on. */
        SPLIT,
        /** To all tasks: ack the lease and forget the query. */
        RELEASE
    }

    /**
     * A tuple, and the id by which Storm says what became of it.
     *
     * @param number which one, of splits and of leases
     */
    record Message(Run run, Kind kind, int number) implements java.io.Serializable {}

    /**
     * @param holders how many tasks keep rows
     * @param maxPending how many splits may be on their way
     */
    QueryRun(Run first, int holders, int splits, int maxPending) {
        this.run = first;
        this.holders = holders;
        this.splits = splits;
        this.maxPending = maxPending;
    }

    Run run() {
        return run;
    }

    /** How many splits have been read, and their rows received. */
    int acked() {
        return acked;
    }

    /**
     * What to send now, if anything: BEGIN; when that is acked, the lease and the splits, as many
     * as may be on their way; RELEASE once it was asked for.
     */
    Optional<Message> next() {
        // BEGIN SOLUTION
        if (isReleased) {
            return saidRelease ? Optional.empty() : sayRelease();
        }
        if (!hasBegun) {
            hasBegun = true;
            return message(Kind.BEGIN, 0);
        }
        if (!isPrepared) {
            return Optional.empty();
        }
        if (leased < holders) {
            return message(Kind.LEASE, leased++);
        }
        return sent < splits && sent - acked < maxPending
                ? message(Kind.SPLIT, sent++)
                : Optional.empty();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    private Optional<Message> sayRelease() {
        saidRelease = true;
        return message(Kind.RELEASE, 0);
    }

    private Optional<Message> message(Kind kind, int number) {
        return Optional.of(new Message(run, kind, number));
    }

    /** Storm says that all that came of this message was acked. */
    void acked(Message message) {
        // BEGIN SOLUTION
        if (!message.run().equals(run)) {
            return; // of an attempt that was given up
        }
        if (message.kind() == Kind.BEGIN) {
            isPrepared = true;
        }
        if (message.kind() == Kind.SPLIT) {
            acked++;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Storm says that something of it failed, or was not acked in time. */
    void failed(Message message) {
        // BEGIN SOLUTION
        if (!message.run().equals(run)) {
            return;
        }
        if (isReleased) {
            saidRelease = message.kind() != Kind.RELEASE; // say it again if it was that
            return;
        }
        run = run.next();
        hasBegun = false;
        isPrepared = false;
        leased = 0;
        sent = 0;
        acked = 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-8: README, part 8");
    }

    /** Nobody needs the result any more. */
    void release() {
        isReleased = true;
    }
}
