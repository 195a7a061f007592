package labs.compute.window;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which batches are to be sent. They go in order, the earliest that failed first; a batch is
 * committed when it and all before it are acked, and that is saved, so that a spout that comes up
 * again begins behind the last committed one. A batch may then be sent again that was acked: that
 * is what {@link TransactionalState} is for. Not thread-safe.
 */
final class BatchLedger {
    private final CheckpointFile file;
    private final int maxPending;
    private final TreeSet<Long> again = new TreeSet<>();
    private final TreeSet<Long> acked = new TreeSet<>();
    private long committed;
    private long sent;

    private BatchLedger(CheckpointFile file, int maxPending) {
        this.file = file;
        this.maxPending = maxPending;
    }

    /**
     * Opens what was saved last; batch 1 comes first if nothing was.
     *
     * @param maxPending how many batches may be sent behind the last committed one
     */
    static BatchLedger open(Path file, int maxPending) throws IOException {
        var ledger = new BatchLedger(new CheckpointFile(file), maxPending);
        ledger.file.load().ifPresent(saved -> ledger.committed = ByteBuffer.wrap(saved).getLong());
        ledger.sent = ledger.committed;
        return ledger;
    }

    /**
     * The batch to send now.
     *
     * @param available the last batch that the source has
     * @return empty if there is none, or too many are pending
     */
    OptionalLong next(long available) {
        // BEGIN SOLUTION
        if (!again.isEmpty()) {
            return OptionalLong.of(again.pollFirst());
        }
        if (sent >= available || sent - committed >= maxPending) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(++sent);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** A batch is done with; saves how far all are, if that is farther than before. */
    void ack(long batch) throws IOException {
        // BEGIN SOLUTION
        acked.add(batch);
        long before = committed;
        while (acked.remove(committed + 1)) {
            committed++;
        }
        if (committed > before) {
            file.save(ByteBuffer.allocate(Long.BYTES).putLong(committed).array());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** A batch failed and has to be sent again. */
    void fail(long batch) {
        // BEGIN SOLUTION
        again.add(batch);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-3: README, part 3");
    }

    /** The last batch that, with all before it, is done with. */
    long committed() {
        return committed;
    }
}
