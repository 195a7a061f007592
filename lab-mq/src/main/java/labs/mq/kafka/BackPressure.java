package labs.mq.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * At least once, for work that takes longer than a member may stay away from poll: a worker's
 * thread does it, while the loop goes on polling with its partitions paused. What waits in memory
 * is bounded by the limit and one poll.
 */
public final class BackPressure implements Delivery {
    private final Consumer<String, String> consumer;
    private final Processor processor;
    private final int limit;
    private final PendingOffsets done; // only the loop's thread
    private final Thread worker;

    private final Queue<ConsumerRecord<String, String>> waiting =
            new ArrayDeque<>(); // guarded by this
    private final List<ConsumerRecord<String, String>> finished =
            new ArrayList<>(); // guarded by this
    private ConsumerRecord<String, String> inHand; // guarded by this; null when idle
    private boolean isOver; // guarded by this
    private RuntimeException failure; // guarded by this

    /**
     * @param limit from how many waiting records on the partitions are paused; at half of it they
     *     go on
     */
    public BackPressure(Consumer<String, String> consumer, Processor processor, int limit) {
        this.consumer = consumer;
        this.processor = processor;
        this.limit = limit;
        this.done = new PendingOffsets(consumer);
        this.worker = new Thread(this::work, "mq-worker");
        worker.start();
    }

    private void work() {
        try {
            for (ConsumerRecord<String, String> next; (next = take()) != null; ) {
                processor.process(next);
                finished(next);
            }
        } catch (RuntimeException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ConsumerRecord<String, String> take() throws InterruptedException {
        while (waiting.isEmpty() && !isOver) {
            wait();
        }
        inHand = isOver ? null : waiting.remove();
        return inHand;
    }

    private synchronized void finished(ConsumerRecord<String, String> record) {
        finished.add(record);
        inHand = null;
        notifyAll();
    }

    private synchronized void fail(RuntimeException cause) {
        failure = cause;
        inHand = null;
        notifyAll();
    }

    /** How many records lie in memory and are not begun. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Hands over, pauses or resumes, and commits what is finished; never waits for the worker.
     *
     * @throws RuntimeException what the processor threw; what was finished before is committed
     */
    @Override
    public void deliver(ConsumerRecords<String, String> records) {
        // BEGIN SOLUTION
        int now = hand(records);
        if (now >= limit) {
            consumer.pause(consumer.assignment()); // all: some may have come just now
        } else if (now <= limit / 2) {
            consumer.resume(consumer.paused());
        }
        commitFinished();
        throwFailure();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private synchronized int hand(ConsumerRecords<String, String> records) {
        records.forEach(waiting::add);
        notifyAll();
        return waiting.size();
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    // END SOLUTION

    /** What waits of these is the next owner's; what the worker has in hand is waited for. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        // BEGIN SOLUTION
        forget(partitions);
        awaitInHand(partitions);
        commitFinished();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        // BEGIN SOLUTION
        forget(partitions);
        done.forget(partitions);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    private synchronized void forget(Collection<TopicPartition> partitions) {
        waiting.removeIf(record -> partitions.contains(partitionOf(record)));
    }

    private synchronized void awaitInHand(Collection<TopicPartition> partitions) {
        try {
            while (inHand != null && partitions.contains(partitionOf(inHand))) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static TopicPartition partitionOf(ConsumerRecord<String, String> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private void commitFinished() {
        synchronized (this) {
            finished.forEach(done::add);
            finished.clear();
        }
        done.commit();
    }

    /** Lets the worker finish the record in hand, and no other. */
    @Override
    public void finish() {
        synchronized (this) {
            isOver = true;
            notifyAll();
        }
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        commitFinished();
    }
}
