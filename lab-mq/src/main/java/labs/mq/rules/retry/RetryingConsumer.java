package labs.mq.rules.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import labs.mq.rules.MessageHandler;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.PoisonMessageException;
import labs.mq.rules.RawClients;
import labs.mq.rules.retry.RetryPlan.Overtaking;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * A member of a group that no message can stop: one that fails is tried again later, as the plan
 * says, and in the end put with the dead letters. Nothing is lost: a message is committed when it
 * is done, or when its copy in the next topic is acknowledged. For one thread, which calls {@link
 * #step} again and again. Close it.
 */
public final class RetryingConsumer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final RetryPlan plan;
    private final FailureRouter router;
    private final MessageHandler handler;
    private final Clock clock;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;

    /** The partitions that stand at a message which is not due, and when it is. */
    private final Map<TopicPartition, Instant> dueAt = new HashMap<>();

    /** How often the message at the head of a partition has failed, if it is held there. */
    private final Map<TopicPartition, Integer> held = new HashMap<>();

    /**
     * @param clock what tells whether a message is due
     */
    public RetryingConsumer(
            String bootstrapServers,
            String group,
            RetryPlan plan,
            MessageHandler handler,
            Clock clock) {
        this.plan = plan;
        this.router = new FailureRouter(plan);
        this.handler = handler;
        this.clock = clock;
        this.consumer = RawClients.consumer(bootstrapServers, group, Map.of());
        this.producer = RawClients.producer(bootstrapServers);
        consumer.subscribe(plan.topicsToRead(), new Handover());
    }

    /** What waits in a partition waits at its next owner: the headers say until when. */
    private final class Handover implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            dueAt.keySet().removeAll(partitions);
            held.keySet().removeAll(partitions);
        }
    }

    /**
     * Polls once and tries what is due. A partition whose next message is not due yet is paused at
     * it; all others go on, and so does polling.
     *
     * @return how many messages are through: done, or passed on
     * @throws IllegalStateException when a message can neither be done nor passed on; only {@link
     *     #close} is left, and it comes again, to whoever is next
     */
    public int step() throws InterruptedException {
        // BEGIN SOLUTION
        resumeDue();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        int through = 0;
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> message : records.records(partition)) {
                Instant due = tryNow(partition, message);
                if (due != null) {
                    waitAt(partition, message.offset(), due);
                    break; // those behind it come again when it has come
                }
                next.put(partition, new OffsetAndMetadata(message.offset() + 1));
                through++;
            }
        }
        if (!next.isEmpty()) {
            commit(next);
        }
        return through;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    /** Null when it is through, else when it is due. */
    private Instant tryNow(TopicPartition partition, ConsumerRecord<byte[], byte[]> message)
            throws InterruptedException {
        Instant due = notBefore(message);
        if (due.isAfter(clock.instant())) {
            return due;
        }
        try {
            handler.handle(message);
        } catch (RuntimeException e) {
            int failures = 1 + held.getOrDefault(partition, FailureRouter.failures(message));
            Duration pause = router.pause(failures, e);
            if (plan.overtaking() == Overtaking.FORBIDDEN && !pause.isZero()) {
                held.put(partition, failures);
                return clock.instant().plus(pause);
            }
            passOn(message, failures, e);
        }
        held.remove(partition);
        return null;
    }

    private void passOn(ConsumerRecord<byte[], byte[]> message, int failures, Exception cause)
            throws InterruptedException {
        try {
            // acknowledged before the commit: else a crash in between loses it
            producer.send(router.next(message, failures, cause, clock.instant())).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot pass on what failed; it stays where it is", e.getCause());
        }
    }

    // Not by sleeping: who does not poll is put out of the group.
    private void waitAt(TopicPartition partition, long offset, Instant due) {
        consumer.pause(List.of(partition));
        consumer.seek(partition, offset);
        dueAt.put(partition, due);
    }

    private void resumeDue() {
        Instant now = clock.instant();
        for (Iterator<Map.Entry<TopicPartition, Instant>> all = dueAt.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<TopicPartition, Instant> waiting = all.next();
            if (!waiting.getValue().isAfter(now)) {
                consumer.resume(List.of(waiting.getKey()));
                all.remove();
            }
        }
    }

    // END SOLUTION

    private static Instant notBefore(ConsumerRecord<byte[], byte[]> message) {
        try {
            return MessageHeaders.number(message.headers(), MessageHeaders.NOT_BEFORE)
                    .map(Instant::ofEpochMilli)
                    .orElse(Instant.MIN);
        } catch (PoisonMessageException e) {
            return Instant.MIN; // whoever wrote that: it does not wait for ever
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> next) {
        try {
            consumer.commitSync(next);
        } catch (RebalanceInProgressException | CommitFailedException e) {
            // What is ours afterwards is committed with the next; what is not comes twice.
        }
    }

    @Override
    public void close() {
        try (consumer) {
            producer.close();
        }
    }
}
