package labs.mq.broker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import labs.mq.group.CommittedOffsets;
import labs.mq.log.Log;
import labs.mq.transaction.TransactionCoordinator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a broker does now and then, on a thread of its own: drops segments that are too old or too
 * many, compacts the topics that want it, and the committed offsets.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Topics topics;
    private final CommittedOffsets offsets;
    private final TransactionCoordinator transactions;
    private final Map<Log, Long> compactedUpTo = new WeakHashMap<>(); // of the thread
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread created = new Thread(task, "mq-upkeep");
                        created.setDaemon(true);
                        return created;
                    });

    Upkeep(Topics topics, CommittedOffsets offsets, TransactionCoordinator transactions) {
        this.topics = topics;
        this.offsets = offsets;
        this.transactions = transactions;
    }

    void start(Duration interval) {
        long pause = interval.toMillis();
        thread.scheduleWithFixedDelay(this::run, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void run() {
        for (String topic : topics.names()) {
            try {
                run(topic);
            } catch (IOException | RuntimeException e) { // the next topic, and the next time
                LOG.warn("upkeep of {} failed; it will be tried again", topic, e);
            }
        }
    }

    private void run(String topic) throws IOException {
        if (topic.equals(Topics.OFFSETS)) {
            offsets.compactIfLong();
            return;
        } else if (topic.equals(Topics.TRANSACTIONS)) {
            transactions.compactIfLong();
            return;
        }
        for (Partition partition : topics.partitions(topic)) {
            Log log = partition.log();
            if (log.options().delete()) {
                log.retain(Instant.now());
            }
            if (log.options().compact() && compactedUpTo.getOrDefault(log, -1L) != log.end()) {
                long end = log.end();
                partition.compact(Instant.now());
                compactedUpTo.put(log, end);
            }
        }
    }

    /** Waits for what is under way: the logs are closed next. */
    @Override
    public void close() {
        thread.shutdown(); // no interrupt: it would close the file that is being read
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("upkeep is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
