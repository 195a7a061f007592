package labs.mq.kafka;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A member of a group, on a thread of its own: polls, delivers, polls again, until it is closed or
 * the delivery throws. Thread-safe. Close it: that finishes the batch in hand, commits it, and
 * leaves the group, so that others need not wait for its session to end.
 */
public final class ConsumerLoop implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, String> consumer; // only its thread touches it; but wakeup
    private final String topic;
    private final Delivery delivery;
    private final Thread thread;
    private volatile boolean isClosing;
    private volatile RuntimeException failure; // written by the loop's thread as its last act

    private ConsumerLoop(
            ConsumerSettings settings,
            String topic,
            Function<Consumer<String, String>, Delivery> delivery) {
        this.consumer = new KafkaConsumer<>(settings.toMap());
        this.topic = topic;
        this.delivery = delivery.apply(consumer);
        this.thread = new Thread(this::run, "mq-loop-" + settings.instance().orElse(topic));
    }

    /** Joins the group and begins. */
    public static ConsumerLoop start(
            ConsumerSettings settings,
            String topic,
            Function<Consumer<String, String>, Delivery> delivery) {
        var loop = new ConsumerLoop(settings, topic, delivery);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try (consumer) {
            workAndFinish();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void workAndFinish() {
        try {
            work();
        } finally {
            delivery.finish();
        }
    }

    /** Until it is closed, or the delivery throws. */
    private void work() {
        // BEGIN SOLUTION
        consumer.subscribe(List.of(topic), delivery);
        try {
            while (!isClosing) {
                delivery.deliver(consumer.poll(POLL));
            }
        } catch (WakeupException e) {
            if (!isClosing) {
                throw e; // nobody else may wake us
            }
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }

    /** Whether it still polls. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Waits until it has ended by itself, that long at most. */
    public void join(Duration most) throws InterruptedException {
        thread.join(most.toMillis());
    }

    /**
     * Ends the loop, and returns when the member has left its group. A second time does nothing.
     *
     * @throws RuntimeException what the delivery threw, if that is what ended it
     */
    @Override
    public void close() {
        // BEGIN SOLUTION
        isClosing = true;
        consumer.wakeup(); // out of a poll that waits for records
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-4: see README, part 4");
    }
}
