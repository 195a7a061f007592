package labs.zookeeper.zab;

import java.util.List;

/**
 * What a node remembers, whatever its role: its promise, its epoch and its log, which survive a
 * crash; and how much of the log was delivered, which does not. Confined to its node.
 */
final class Replica {
    private static final String PROMISE = "promise";
    private static final String EPOCH = "epoch";
    private final ZabDisk disk;
    private final Application application;
    private final TransactionLog log;
    private Promise promise;
    private long currentEpoch;
    private int delivered;

    /** What the disk has; nothing is delivered yet. */
    Replica(ZabDisk disk, Application application) {
        this.disk = disk;
        this.application = application;
        this.log = new TransactionLog(disk);
        this.promise = (Promise) disk.read(PROMISE).orElse(Promise.NONE);
        this.currentEpoch = (Long) disk.read(EPOCH).orElse(0L);
    }

    Promise promise() {
        return promise;
    }

    /** The epoch of the leader that this node was last synchronised with. */
    long currentEpoch() {
        return currentEpoch;
    }

    TransactionLog log() {
        return log;
    }

    /** What was delivered since the start, a view. */
    List<Transaction> delivered() {
        return log.all().subList(0, delivered);
    }

    /** Agrees to an epoch. When it returns, a crash does not undo that. */
    void promise(Promise newer) {
        // BEGIN SOLUTION
        promise = newer;
        disk.write(PROMISE, newer);
        disk.sync();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /**
     * Makes the log that of the leader and enters its epoch; a crash undoes neither after that.
     * Once in the epoch, nothing is cut off any more: an older copy of the message may come late.
     */
    void synchronise(long epoch, Suffix history) {
        // BEGIN SOLUTION
        if (currentEpoch < epoch) {
            log.truncate(history.after());
        }
        log.append(history);
        currentEpoch = epoch;
        // After the log: an epoch on disk without its history would win elections with nothing.
        disk.write(EPOCH, epoch);
        disk.sync();
        requireDeliveredIsKept();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** Appends proposals of the current epoch; when it returns, they survive a crash. */
    void accept(Suffix proposals) {
        // BEGIN SOLUTION
        log.append(proposals);
        // Before the ack that follows: a crash between the two must not lose what was counted.
        disk.sync();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    /** Delivers, in order and each once, what is in the log up to there. */
    void commit(Zxid committed) {
        // BEGIN SOLUTION
        int upTo = log.lengthUpTo(committed);
        while (delivered < upTo) {
            application.deliver(log.all().get(delivered++));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-7: see README, part 7");
    }

    private void requireDeliveredIsKept() {
        if (log.all().size() < delivered) {
            throw new IllegalStateException(
                    "delivered "
                            + delivered
                            + " transactions, and the log was cut to "
                            + log.all());
        }
    }

    Object state() {
        return List.of(promise, currentEpoch, List.copyOf(log.all()), delivered);
    }
}
