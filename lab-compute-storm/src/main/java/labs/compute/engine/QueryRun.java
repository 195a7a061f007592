package labs.compute.engine;

import java.util.Optional;

/**
 * What the query spout sends, and what it does when something of it fails. Without Storm and
 * without clock; not thread-safe.
 *
 * <p>A batch in flight is covered by the tree of its split: if it is lost, the split fails. A batch
 * that has arrived is covered by the lease, which every task that keeps rows holds without acking
 * it: if the task dies, the lease fails. Either way all that was kept is worth nothing, since
 * nobody knows which rows are missing, and the query starts anew as the next attempt.
 */
final class QueryRun {
    private final int splits;
    private final int maxPending;
    private Run run;
    private boolean hasBegun;
    private boolean isPrepared;
    private boolean isLeased;
    private int sent;
    private int acked;
    private boolean isReleased;
    private boolean saidRelease;

    /** What to send. */
    enum Kind {
        /** To all tasks: forget what you have, prepare for this attempt, and ack. */
        BEGIN,
        /** To all tasks that keep rows: hold this for as long as you have them. */
        LEASE,
        /** To one scanning task: read this, and send its rows on. */
        SPLIT,
        /** To all tasks: ack the lease and forget the query. */
        RELEASE
    }

    /**
     * A tuple, and the id by which Storm says what became of it.
     *
     * @param split which one, for SPLIT
     */
    record Message(Run run, Kind kind, int split) implements java.io.Serializable {}

    /**
     * @param maxPending how many splits may be on their way
     */
    QueryRun(Run first, int splits, int maxPending) {
        this.run = first;
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
     * What to send now, if anything: BEGIN; when that is acked, the lease and the splits, as many as
     * may be on their way; RELEASE once it was asked for.
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
        if (!isLeased) {
            isLeased = true;
            return message(Kind.LEASE, 0);
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

    private Optional<Message> message(Kind kind, int split) {
        return Optional.of(new Message(run, kind, split));
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
        isLeased = false;
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
