package labs.mq.rules.retry;

import static labs.mq.rules.MessageHeaders.ATTEMPTS;
import static labs.mq.rules.MessageHeaders.CAUSE;
import static labs.mq.rules.MessageHeaders.NOT_BEFORE;
import static labs.mq.rules.MessageHeaders.ORIGIN_OFFSET;
import static labs.mq.rules.MessageHeaders.ORIGIN_PARTITION;
import static labs.mq.rules.MessageHeaders.ORIGIN_TOPIC;
import static labs.mq.rules.MessageHeaders.number;
import static labs.mq.rules.MessageHeaders.put;
import static labs.mq.rules.MessageHeaders.text;

import java.time.Duration;
import java.time.Instant;
import labs.mq.rules.PoisonMessageException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Where a message goes that has failed. Thread-safe. */
final class FailureRouter {
    private static final int LONGEST_CAUSE = 1_000;

    private final RetryPlan plan;

    FailureRouter(RetryPlan plan) {
        this.plan = plan;
    }

    /**
     * How often it failed before it came here, by its header; 0 without one. A header that is no
     * number counts as 0 too: a message is not lost for it.
     */
    static int failures(ConsumerRecord<byte[], byte[]> message) {
        try {
            return number(message.headers(), ATTEMPTS).map(Math::toIntExact).orElse(0);
        } catch (PoisonMessageException | ArithmeticException e) {
            return 0;
        }
    }

    /** How long it waits before it is tried again; zero when it is for the dead letters. */
    Duration pause(int failures, Exception cause) {
        // BEGIN SOLUTION
        boolean isHopeless = cause instanceof PoisonMessageException;
        return isHopeless || failures >= plan.attempts()
                ? Duration.ZERO
                : plan.pauses().get(failures - 1);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    /**
     * The same key, value and headers (so the same message id) for the next topic: a retry topic
     * with the time before which it must not be tried, or the dead letters. In both cases it says
     * where the message failed first, how often it has failed, and why it failed last.
     *
     * @param failures how often it has failed, with this time
     */
    ProducerRecord<byte[], byte[]> next(
            ConsumerRecord<byte[], byte[]> message, int failures, Exception cause, Instant now) {
        // BEGIN SOLUTION
        Duration pause = pause(failures, cause);
        var headers = new RecordHeaders(message.headers().toArray());
        putOrigin(headers, message);
        put(headers, ATTEMPTS, failures);
        put(headers, CAUSE, describe(cause));
        headers.remove(NOT_BEFORE);
        if (!pause.isZero()) {
            put(headers, NOT_BEFORE, now.plus(pause).toEpochMilli());
        }
        String topic = pause.isZero() ? plan.deadLetterTopic() : plan.retryTopic(failures);
        return new ProducerRecord<>(topic, null, message.key(), message.value(), headers);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    // BEGIN SOLUTION
    // Only the first time: in a retry topic its offset there is of no interest.
    private static void putOrigin(Headers headers, ConsumerRecord<byte[], byte[]> message) {
        if (text(headers, ORIGIN_TOPIC).isEmpty()) {
            put(headers, ORIGIN_TOPIC, message.topic());
            put(headers, ORIGIN_PARTITION, message.partition());
            put(headers, ORIGIN_OFFSET, message.offset());
        }
    }

    // END SOLUTION

    private static String describe(Exception cause) {
        String text = cause.toString();
        return text.substring(0, Math.min(text.length(), LONGEST_CAUSE));
    }
}
