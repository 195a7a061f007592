package labs.mq.rules.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.rules.MessageHandler;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(120)
final class ParallelConsumerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LIMIT = 20;

    private final KafkaCluster cluster;
    private final Topics topics;
    private final List<String> done = new CopyOnWriteArrayList<>();

    ParallelConsumerTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    private ParallelConsumer consumer(String topic, MessageHandler handler) {
        return new ParallelConsumer(
                cluster.bootstrapServers(),
                "group-" + topic,
                topic,
                Map.of("max.poll.records", 10),
                4,
                LIMIT,
                handler);
    }

    private static String value(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.value(), UTF_8);
    }

    private static void stepUntil(
            String what, BooleanSupplier condition, ParallelConsumer... consumers) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            for (ParallelConsumer consumer : consumers) {
                consumer.step();
            }
        }
    }

    private boolean isCommitted(String topic, int records) {
        return topics.committedOffset("group-" + topic) == records;
    }

    private void assertOrderOfKeys(int records) {
        assertThat(done).containsExactlyInAnyOrderElementsOf(Topics.numbers(0, records));
        for (int key = 0; key < 10; key++) {
            String digit = Integer.toString(key);
            assertThat(done)
                    .as("order within key k" + key)
                    .filteredOn(n -> n.endsWith(digit))
                    .containsExactlyElementsOf(
                            Topics.numbers(0, records).stream()
                                    .filter(n -> n.endsWith(digit))
                                    .toList());
        }
    }

    @Test
    void shouldWorkOnManyKeysAtOnceAndKeepTheOrderOfEach() {
        String topic = topics.create(1); // one partition: a plain consumer would do one at a time
        topics.fill(topic, 0, 200);
        var threeAtOnce = new CountDownLatch(3);
        MessageHandler handler =
                message -> {
                    threeAtOnce.countDown();
                    if (!threeAtOnce.await(20, TimeUnit.SECONDS)) {
                        throw new IllegalStateException("alone for 20 s: not in parallel");
                    }
                    done.add(value(message));
                };
        try (var consumer = consumer(topic, handler)) {
            stepUntil("all done and committed", () -> isCommitted(topic, 200), consumer);
        }
        assertOrderOfKeys(200);
    }

    @Test
    void shouldCommitNothingBehindARecordThatIsNotDone() {
        String topic = topics.create(1);
        topics.fill(topic, 0, 40);
        var mayGoOn = new CountDownLatch(1);
        MessageHandler handler =
                message -> {
                    if (value(message).equals("5")) {
                        mayGoOn.await(30, TimeUnit.SECONDS);
                    }
                    done.add(value(message));
                };
        try (var consumer = consumer(topic, handler)) {
            stepUntil("others go on", () -> done.size() >= 15, consumer);
            stepUntil("what is done before 5 is committed", () -> isCommitted(topic, 5), consumer);
            for (int i = 0; i < 5; i++) {
                consumer.step();
            }
            assertThat(topics.committedOffset("group-" + topic))
                    .as("5 is not done: a crash now must bring it again")
                    .isEqualTo(5);
            mayGoOn.countDown();
            stepUntil("all done and committed", () -> isCommitted(topic, 40), consumer);
        }
        assertOrderOfKeys(40);
    }

    @Test
    void shouldTakeNoMoreThanItsLimitAndGoOnPolling() {
        String topic = topics.create(2);
        topics.fill(topic, 0, 200);
        var mayGoOn = new CountDownLatch(1);
        MessageHandler handler =
                message -> {
                    mayGoOn.await(30, TimeUnit.SECONDS);
                    done.add(value(message));
                };
        try (var consumer = consumer(topic, handler)) {
            stepUntil("it takes some", () -> consumer.unfinished() >= LIMIT, consumer);
            for (int i = 0; i < 10; i++) {
                consumer.step(); // returns, though nothing gets done
            }
            assertThat(consumer.unfinished())
                    .as("the limit, and one poll at most: pause what you cannot take")
                    .isLessThanOrEqualTo(LIMIT + 10);
            mayGoOn.countDown();
            stepUntil("paused partitions go on", () -> isCommitted(topic, 200), consumer);
        }
        assertOrderOfKeys(200);
    }

    @Test
    void shouldEndWithWhatTheHandlerThrewAndNotCommitIt() {
        String topic = topics.create(1);
        topics.fill(topic, 0, 20);
        MessageHandler handler =
                message -> {
                    if (value(message).equals("7")) {
                        throw new IllegalStateException("cannot do 7");
                    }
                    done.add(value(message));
                };
        try (var consumer = consumer(topic, handler)) {
            assertThatThrownBy(() -> stepUntil("it fails", () -> false, consumer))
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("cannot do 7");
        }
        assertThat(topics.committedOffset("group-" + topic)).isLessThanOrEqualTo(7);
        done.removeIf(n -> Integer.parseInt(n) >= topics.committedOffset("group-" + topic));
        try (var next = consumer(topic, message -> done.add(value(message)))) {
            stepUntil("the rest comes again", () -> isCommitted(topic, 20), next);
        }
        assertOrderOfKeys(20);
    }

    @Test
    void shouldHandOverWhatItHasNotBegun() {
        String topic = topics.create(2);
        topics.fill(topic, 0, 200);
        MessageHandler brief =
                message -> {
                    done.add(value(message));
                    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS); // work takes its time
                };
        try (var first = consumer(topic, brief)) {
            stepUntil("it works", () -> done.size() >= 20, first);
            try (var second = consumer(topic, brief)) {
                stepUntil("both work", () -> isCommitted(topic, 200), first, second);
            }
        }
        assertOrderOfKeys(200);
    }
}
