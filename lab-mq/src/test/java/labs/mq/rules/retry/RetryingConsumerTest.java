package labs.mq.rules.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.rules.MessageHandler;
import labs.mq.rules.MessageHeaders;
import labs.mq.rules.PoisonMessageException;
import labs.mq.rules.RawClients;
import labs.mq.rules.retry.RetryPlan.Overtaking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(120)
final class RetryingConsumerTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] POISON = {(byte) 0xff, (byte) 0xfe, 0, (byte) 0x80};

    private final KafkaCluster cluster;
    private final Topics topics;
    private final String topic = "orders-" + UUID.randomUUID();
    private final ManualClock clock = new ManualClock();

    private final List<String> done = new ArrayList<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final Map<String, Integer> failuresToCome = new HashMap<>();

    RetryingConsumerTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
    }

    /** Three attempts, after 5 s and after a minute. */
    private RetryPlan plan(Overtaking overtaking) {
        return plan(overtaking, Map.of());
    }

    private RetryPlan plan(Overtaking overtaking, Map<String, String> deadLetterSettings) {
        List<Duration> pauses = List.of(Duration.ofSeconds(5), Duration.ofMinutes(1));
        var plan = new RetryPlan(topic, pauses, overtaking);
        plan.topicsToRead().forEach(name -> topics.create(name, 1, Map.of()));
        topics.create(plan.deadLetterTopic(), 1, deadLetterSettings);
        return plan;
    }

    private RetryingConsumer consumer(RetryPlan plan) {
        MessageHandler handler = new Decoding<>(RetryingConsumerTest::decode, this::handle);
        return new RetryingConsumer(
                cluster.bootstrapServers(), "group-" + topic, plan, handler, clock);
    }

    private static String decode(byte[] bytes) {
        if (bytes[0] == POISON[0]) {
            throw new IllegalArgumentException("these bytes are no text");
        }
        return new String(bytes, UTF_8);
    }

    private void handle(byte[] key, String value, Object headers) {
        tries.merge(value, 1, Integer::sum);
        if (failuresToCome.merge(value, -1, Integer::sum) >= 0) {
            throw new IllegalStateException("cannot do " + value + " now");
        }
        done.add(value);
    }

    private void send(byte[]... values) {
        try (var producer = RawClients.producer(cluster.bootstrapServers())) {
            for (byte[] value : values) {
                var message = new ProducerRecord<>(topic, "k".getBytes(UTF_8), value);
                MessageHeaders.put(message.headers(), MessageHeaders.MESSAGE_ID, "m" + value[0]);
                producer.send(message);
            }
        }
    }

    private void send(String... values) {
        send(List.of(values).stream().map(v -> v.getBytes(UTF_8)).toArray(byte[][]::new));
    }

    private static void stepUntil(String what, RetryingConsumer consumer, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            consumer.step();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(RetryPlan plan) {
        var letters = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var reader = RawClients.consumer(cluster.bootstrapServers(), "reader", Map.of())) {
            var partition = List.of(new TopicPartition(plan.deadLetterTopic(), 0));
            reader.assign(partition);
            reader.seekToBeginning(partition);
            long end = reader.endOffsets(partition).get(partition.get(0));
            while (reader.position(partition.get(0)) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(letters::add);
            }
        }
        return letters;
    }

    private static String header(ConsumerRecord<?, ?> message, String name) {
        return MessageHeaders.text(message.headers(), name).orElse("(none)");
    }

    @Test
    void shouldTryAgainWhenItIsDueAndLetOthersOvertakeMeanwhile() throws Exception {
        RetryPlan plan = plan(Overtaking.ALLOWED);
        failuresToCome.put("a", 2);
        send("a", "b", "c");
        try (var consumer = consumer(plan)) {
            stepUntil("those behind it go on", consumer, () -> done.size() == 2);
            for (int i = 0; i < 10; i++) {
                consumer.step();
            }
            assertThat(tries.get("a")).as("not before its time").isEqualTo(1);

            clock.forward(Duration.ofSeconds(5));
            stepUntil("second attempt", consumer, () -> tries.get("a") == 2);
            clock.forward(Duration.ofSeconds(59));
            for (int i = 0; i < 10; i++) {
                consumer.step();
            }
            assertThat(tries.get("a")).as("a minute after the second attempt").isEqualTo(2);
            clock.forward(Duration.ofSeconds(1));
            stepUntil("third attempt", consumer, () -> done.contains("a"));
        }
        assertThat(done).as("a was overtaken").containsExactly("b", "c", "a");
        assertThat(deadLetters(plan)).isEmpty();
        assertThat(topics.committedOffset("group-" + topic))
                .as("three in the topic, one in each retry topic")
                .isEqualTo(5);
    }

    @Test
    void shouldHoldTheKeyWhenNothingMayOvertake() throws Exception {
        RetryPlan plan = plan(Overtaking.FORBIDDEN);
        failuresToCome.put("a", 2);
        failuresToCome.put("b", 99);
        send("a", "b", "c");
        try (var consumer = consumer(plan)) {
            stepUntil("first attempt", consumer, () -> tries.containsKey("a"));
            for (int i = 0; i < 10; i++) {
                consumer.step();
            }
            assertThat(tries).as("those behind it wait").containsOnlyKeys("a");
            stepThroughTime("the others after it", consumer, () -> done.contains("c"));
        }
        assertThat(done).containsExactly("a", "c");
        assertThat(tries).as("three attempts each").containsEntry("a", 3).containsEntry("b", 3);
        assertThat(deadLetters(plan))
                .as("b is given up in the end, or it would hold c for ever")
                .extracting(letter -> header(letter, "attempts"))
                .containsExactly("3");
    }

    /** Ten seconds pass with each step. */
    private void stepThroughTime(String what, RetryingConsumer consumer, BooleanSupplier condition)
            throws InterruptedException {
        stepUntil(
                what,
                consumer,
                () -> {
                    clock.forward(Duration.ofSeconds(10));
                    return condition.getAsBoolean();
                });
    }

    @Test
    void shouldPutPoisonAsideByteByByteAndGoOn() throws Exception {
        RetryPlan plan = plan(Overtaking.ALLOWED);
        send("a".getBytes(UTF_8), POISON, "b".getBytes(UTF_8));
        try (var consumer = consumer(plan)) {
            stepUntil("those behind it go on", consumer, () -> done.size() == 2);
        }
        assertThat(done).containsExactly("a", "b");
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(plan);
        assertThat(letters)
                .as("what cannot be decoded is kept as it is, at once")
                .extracting(ConsumerRecord::value)
                .containsExactly(POISON);
        assertThat(header(letters.get(0), "attempts")).isEqualTo("1");
        assertThat(header(letters.get(0), "origin-offset")).isEqualTo("1");
        assertThat(header(letters.get(0), "cause")).contains("these bytes are no text");
    }

    @Test
    void shouldLoseNothingWhenTheDeadLettersCannotBeWritten() throws Exception {
        RetryPlan plan = plan(Overtaking.ALLOWED, Map.of("max.message.bytes", "600"));
        byte[] large = new byte[5_000];
        large[0] = POISON[0];
        send("a".getBytes(UTF_8), large);
        var consumer = consumer(plan);
        assertThatThrownBy(() -> stepUntil("it cannot go on", consumer, () -> false))
                .as("the copy is acknowledged before the message is committed")
                .isInstanceOf(IllegalStateException.class);
        consumer.close();
        assertThat(topics.committedOffset("group-" + topic)).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldSendDeadLettersBackAsTheyWere() throws Exception {
        RetryPlan plan = plan(Overtaking.ALLOWED);
        failuresToCome.put("a", 5);
        send("a".getBytes(UTF_8), POISON);
        var letters = new DeadLetters(cluster.bootstrapServers(), plan);
        try (var consumer = consumer(plan)) {
            stepThroughTime("given up", consumer, () -> deadLetters(plan).size() == 2);
            assertThat(tries).containsEntry("a", 3);

            assertThat(letters.redrive(letter -> letter.value()[0] == 'a')).isEqualTo(1);
            stepThroughTime("it works now", consumer, () -> done.contains("a"));
        }
        assertThat(tries)
                .as("without history it has three attempts again; the third worked")
                .containsEntry("a", 6);
        assertThat(letters.redrive(letter -> true)).as("each letter is looked at once").isZero();
        List<ConsumerRecord<String, String>> sent = topics.written(topic);
        assertThat(sent).hasSize(3);
        assertThat(sent.get(2).key()).isEqualTo("k");
        assertThat(header(sent.get(2), "message-id")).isEqualTo("m97");
        assertThat(sent.get(2).headers().toArray()).as("no history").hasSize(1);
    }

    @Test
    void shouldTellADecodersFailureFromAHandlersOne() {
        var decoding = new Decoding<>(RetryingConsumerTest::decode, this::handle);
        failuresToCome.put("a", 1);
        assertThatThrownBy(() -> decoding.handle(record("a".getBytes(UTF_8))))
                .as("the handler may do better later")
                .isNotInstanceOf(PoisonMessageException.class);
        assertThatThrownBy(() -> decoding.handle(record(POISON)))
                .isInstanceOf(PoisonMessageException.class)
                .hasRootCauseMessage("these bytes are no text");
        assertThatThrownBy(() -> decoding.handle(record(null)))
                .isInstanceOf(PoisonMessageException.class);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>("t", 0, 0, null, value);
    }
}
