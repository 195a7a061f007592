package labs.mq.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(90)
final class BackPressureTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LIMIT = 20;

    private final Topics topics;
    private final String topic;
    private final ConsumerSettings settings;

    BackPressureTest(KafkaCluster cluster, Topics topics) {
        this.topics = topics;
        this.topic = topics.create(2);
        this.settings =
                ConsumerSettings.of(cluster.bootstrapServers(), "group-" + topic).maxRecords(10);
    }

    @Test
    void shouldStayInItsGroupWhileARecordTakesLongerThanAMemberMayPause() throws Exception {
        topics.fill(topic, 0, 200);
        var mayGoOn = new CountDownLatch(1);
        var done = new CopyOnWriteArrayList<String>();
        var pressure = new AtomicReference<BackPressure>();
        Processor slow =
                record -> {
                    waitFor(mayGoOn);
                    done.add(record.value());
                };
        Duration maxPause = Duration.ofSeconds(4);
        try (var loop =
                ConsumerLoop.start(
                        settings.maxPause(maxPause),
                        topic,
                        consumer -> {
                            pressure.set(new BackPressure(consumer, slow, LIMIT));
                            return pressure.get();
                        })) {
            // the worker may have taken one since the partitions were paused
            await().atMost(LONG).until(() -> pressure.get().waiting() >= LIMIT - 1);
            await().during(maxPause.plusSeconds(1))
                    .atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(topics.members(settings.group()))
                                            .as("poll goes on, whatever the work does")
                                            .hasSize(1));
            assertThat(pressure.get().waiting())
                    .as("the limit, and one poll at most: pause what you cannot take")
                    .isLessThanOrEqualTo(LIMIT + 10);
            assertThat(topics.committedOffset(settings.group()))
                    .as("nothing is done, so nothing is committed")
                    .isZero();

            mayGoOn.countDown();
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThat(Set.copyOf(done))
                                            .as("partitions that were paused have to go on")
                                            .containsAll(Topics.numbers(0, 200)));
        }
        assertThat(topics.committedOffset(settings.group())).isEqualTo(200);
    }

    @Test
    void shouldHandOverWhatIsNotBegunAndCommitWhatIsDone() throws Exception {
        topics.fill(topic, 0, 200);
        var done = new CopyOnWriteArrayList<String>();
        Processor brief =
                record -> {
                    done.add(record.value());
                    waitFor(new CountDownLatch(1), 10);
                };
        try (var first =
                ConsumerLoop.start(
                        settings, topic, consumer -> new BackPressure(consumer, brief, LIMIT))) {
            await().atMost(LONG).until(() -> done.size() >= 20);
            try (var second =
                    ConsumerLoop.start(
                            settings,
                            topic,
                            consumer -> new BackPressure(consumer, brief, LIMIT))) {
                await().atMost(LONG).until(() -> done.size() >= 200);
            }
        }
        assertThat(done)
                .as("what waits when its partition is revoked is the next owner's")
                .containsExactlyInAnyOrderElementsOf(Topics.numbers(0, 200));
    }

    @Test
    void shouldEndWithWhatTheWorkerThrew() throws Exception {
        topics.fill(topic, 0, 20);
        Processor failing =
                record -> {
                    throw new IllegalStateException("cannot do " + record.value());
                };
        var loop =
                ConsumerLoop.start(
                        settings, topic, consumer -> new BackPressure(consumer, failing, LIMIT));
        loop.join(LONG);
        assertThat(loop.isRunning()).isFalse();
        assertThatThrownBy(loop::close).hasMessageStartingWith("cannot do");
        assertThat(topics.committedOffset(settings.group())).isZero();
    }

    private static void waitFor(CountDownLatch latch) {
        waitFor(latch, 60_000);
    }

    private static void waitFor(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
