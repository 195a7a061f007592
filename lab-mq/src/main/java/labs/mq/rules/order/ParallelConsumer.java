package labs.mq.rules.order;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import labs.mq.rules.MessageHandler;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * A member of a group that works on more records at once than it has partitions: the records of one
 * key in their order, those of different keys in parallel, each at least once. For one thread,
 * which calls {@link #step} again and again; the handler runs on others. Close it on that thread.
 */
public final class ParallelConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final MessageHandler handler;
    private final int limit;
    private final KeyedExecutor executor;
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param more settings of the consumer
     * @param threads how many records are worked on at once
     * @param limit with so many records unfinished the partitions are paused; at half of it they go
     *     on. One poll may add to it
     */
    public ParallelConsumer(
            String bootstrapServers,
            String group,
            String topic,
            Map<String, Object> more,
            int threads,
            int limit,
            MessageHandler handler) {
        this.consumer = RawClients.consumer(bootstrapServers, group, more);
        this.handler = handler;
        this.limit = limit;
        this.executor = new KeyedExecutor(threads, "mq-parallel");
        consumer.subscribe(List.of(topic), new Handover());
    }

    /** Partitions come and go within {@link #step}, on its thread. */
    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(p -> progress.put(p, new PartitionProgress(consumer.position(p))));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            end(partitions);
            commit();
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            end(partitions);
            forget(partitions); // and no commit: they are another's already
        }
    }

    /**
     * Polls once, without waiting for the handler: hands over what came, pauses or resumes, and
     * commits what is done with nothing undone before it.
     *
     * @throws IllegalStateException when the handler threw; its record and those behind it in the
     *     partition will come again, to whoever is next
     */
    public void step() {
        // BEGIN SOLUTION
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(this::submit);
        int unfinished = unfinished();
        if (unfinished >= limit) {
            consumer.pause(consumer.assignment()); // and poll on: who does not is put out
        } else if (unfinished <= limit / 2) {
            consumer.resume(consumer.paused());
        }
        commit();
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("a message could not be handled", thrown);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private void submit(ConsumerRecord<byte[], byte[]> message) {
        PartitionProgress of = progress.get(partitionOf(message));
        of.taken(message.offset());
        // who has no key has no order, and waits for nobody
        Object key = message.key() == null ? new Object() : ByteBuffer.wrap(message.key());
        executor.submit(key, () -> handle(message, of));
    }

    private void handle(ConsumerRecord<byte[], byte[]> message, PartitionProgress of) {
        if (failure.get() != null || !of.begin()) {
            return;
        }
        boolean isDone = false;
        try {
            handler.handle(message);
            isDone = true;
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, e);
        } finally {
            of.ended(message.offset(), isDone);
        }
    }

    // END SOLUTION

    private static TopicPartition partitionOf(ConsumerRecord<?, ?> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    /** How many records are here and not done. */
    public int unfinished() {
        return progress.values().stream().mapToInt(PartitionProgress::unfinished).sum();
    }

    private void commit() {
        // BEGIN SOLUTION
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        progress.forEach(
                (partition, of) -> {
                    long next = of.committable();
                    if (committed.getOrDefault(partition, -1L) < next) {
                        offsets.put(partition, new OffsetAndMetadata(next));
                    }
                });
        try {
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets);
                offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
            }
        } catch (RebalanceInProgressException e) {
            // tried again after the next poll
        } catch (CommitFailedException e) {
            // the group has gone on without us; the next poll tells what is lost
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    private void end(Collection<TopicPartition> partitions) {
        try {
            for (TopicPartition partition : partitions) {
                progress.get(partition).close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        progress.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    /** Finishes what has begun, commits, and leaves the group. */
    @Override
    public void close() {
        try (consumer;
                executor) {
            end(List.copyOf(progress.keySet()));
            commit();
        }
    }
}
