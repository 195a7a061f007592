package labs.mq.rules.retry;

import static labs.mq.rules.MessageHeaders.ATTEMPTS;
import static labs.mq.rules.MessageHeaders.CAUSE;
import static labs.mq.rules.MessageHeaders.NOT_BEFORE;
import static labs.mq.rules.MessageHeaders.ORIGIN_OFFSET;
import static labs.mq.rules.MessageHeaders.ORIGIN_PARTITION;
import static labs.mq.rules.MessageHeaders.ORIGIN_TOPIC;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What to do with dead letters when the cause is mended. For one thread. */
public final class DeadLetters {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<String> HISTORY =
            List.of(ATTEMPTS, NOT_BEFORE, CAUSE, ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET);

    private final String bootstrapServers;
    private final RetryPlan plan;

    public DeadLetters(String bootstrapServers, RetryPlan plan) {
        this.bootstrapServers = bootstrapServers;
        this.plan = plan;
    }

    /**
     * Sends the dead letters that match back to the topic where they failed first, as they were
     * then: the same bytes and message id, no history. Goes through those that are there now and
     * have not been gone through before (the others are passed over for good); what fails again
     * meanwhile is for the next time, or it would never end. A crash may send some of them twice.
     *
     * @return how many were sent back
     */
    public int redrive(Predicate<ConsumerRecord<byte[], byte[]>> which) {
        // BEGIN SOLUTION
        String group = plan.deadLetterTopic() + ".redrive";
        try (var consumer = RawClients.consumer(bootstrapServers, group, Map.of());
                var producer = RawClients.producer(bootstrapServers)) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(plan.deadLetterTopic()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int sent = 0;
            for (TopicPartition partition : partitions) {
                consumer.pause(partitions);
                consumer.resume(List.of(partition));
                while (consumer.position(partition) < ends.get(partition)) {
                    sent += redriveSome(consumer, producer, which, partition, ends.get(partition));
                }
            }
            return sent;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private static int redriveSome(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Predicate<ConsumerRecord<byte[], byte[]>> which,
            TopicPartition partition,
            long end) {
        int sent = 0;
        for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(POLL).records(partition)) {
            if (letter.offset() < end && which.test(letter)) {
                sendBack(producer, letter);
                sent++;
            }
        }
        long next = Math.min(consumer.position(partition), end);
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
        return sent;
    }

    // END SOLUTION

    private static void sendBack(
            Producer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> letter) {
        String origin =
                MessageHeaders.text(letter.headers(), ORIGIN_TOPIC)
                        .orElseThrow(() -> new IllegalStateException("no origin: " + letter));
        Headers headers = new RecordHeaders(letter.headers().toArray());
        HISTORY.forEach(headers::remove);
        var message = new ProducerRecord<>(origin, null, letter.key(), letter.value(), headers);
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot send back " + letter, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending back", e);
        }
    }
}
