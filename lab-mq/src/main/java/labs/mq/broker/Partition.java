package labs.mq.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import labs.mq.log.Appended;
import labs.mq.log.Batch;
import labs.mq.log.Log;

/** A log, the producers that write to it, and those who wait for more of it. Thread-safe. */
final class Partition {
    private final Log log;
    private final Producers producers = new Producers();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    Partition(Log log) {
        this.log = log;
    }

    Log log() {
        return log;
    }

    /**
     * Appends batches, unless their producer has sent them before: then it gets the answer of the
     * first time.
     *
     * @throws SequenceException if batches of an idempotent producer are missing before these
     */
    Appended append(ByteBuffer bytes) throws IOException, SequenceException {
        // BEGIN SOLUTION
        List<Batch> batches = Batch.parse(bytes); // outside of the lock: checksums take time
        Appended appended;
        synchronized (this) {
            Appended before = producers.find(batches);
            if (before != null) {
                return before;
            }
            appended = log.append(bytes, batches);
            producers.note(batches, appended);
        }
        waiting.forEach(Runnable::run);
        return appended;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** From now on {@code onAppend} is run after each append, on the thread that appends. */
    void watch(Runnable onAppend) {
        waiting.add(onAppend);
    }

    void unwatch(Runnable onAppend) {
        waiting.remove(onAppend);
    }
}
