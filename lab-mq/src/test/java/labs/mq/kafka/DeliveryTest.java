package labs.mq.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.ChildProcess;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each order of work and commit promises, when the consumer is killed and when it is not. */
@LabTest
@WithKafka
@Timeout(120)
final class DeliveryTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final KafkaCluster cluster;
    private final Topics topics;
    private final String topic;
    private final String group;
    @TempDir Path directory;

    DeliveryTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
        this.topic = topics.create(1);
        this.group = "group-" + topic;
    }

    private ChildProcess start(String instance, String kind, int stopAt) {
        return ChildProcess.start(
                LoopMain.class.getName(),
                cluster.bootstrapServers(),
                topic,
                group,
                instance,
                kind,
                ledger().toString(),
                Integer.toString(stopAt));
    }

    private Path ledger() {
        return directory.resolve("ledger");
    }

    private List<String> done() throws IOException {
        return Files.exists(ledger()) ? Files.readAllLines(ledger()) : List.of();
    }

    /** Killed before its 33rd record: after 12 of its second batch of 20. */
    private void liveAndDie(String kind) throws Exception {
        try (var child = start("worker", kind, 33)) {
            child.says("AT");
            child.kill();
        }
        try (var child = start("worker", kind, 0)) {
            await().atMost(LONG).until(() -> done().contains("99"));
            child.kill();
        }
    }

    @Test
    void shouldDoAgainWhatWasNotCommittedAndLoseNothing() throws Exception {
        topics.fill(topic, 0, 100);

        liveAndDie("at-least-once");

        List<String> done = done();
        assertThat(done)
                .as("at least once: commit only what is done")
                .containsAll(Topics.numbers(0, 100));
        assertThat(done.size() - 100)
                .as("done twice: the 12 of the batch in which it was killed")
                .isEqualTo(12);
    }

    @Test
    void shouldLoseWhatWasCommittedAndDoNothingTwice() throws Exception {
        topics.fill(topic, 0, 100);

        liveAndDie("at-most-once");

        List<String> done = done();
        assertThat(done).as("at most once: nothing may be done twice").doesNotHaveDuplicates();
        assertThat(100 - done.size())
                .as("lost: the 8 of the batch that were still to do")
                .isEqualTo(8);
    }

    @Test
    void shouldLeaveItsGroupWhenItIsToldToEnd() throws Exception {
        topics.fill(topic, 0, 30);
        try (var child = start("-", "at-least-once", 0)) {
            await().atMost(LONG).until(() -> done().size() == 30);
            child.signal("TERM"); // Ctrl-C does the same, unless the shell shields us from it
            child.says("CLOSED");
            assertThat(child.ended()).as("128 + SIGTERM").isEqualTo(143);
        }
        assertThat(topics.members(group))
                .as("a member that is still there holds its partitions until its session ends")
                .isEmpty();
        assertThat(topics.committedOffset(group)).as("what was done was committed").isEqualTo(30);
    }

    @Test
    void shouldFinishAndCommitTheBatchInHandWhenItIsClosed() throws Exception {
        topics.fill(topic, 0, 50);
        var done = new CopyOnWriteArrayList<String>();
        for (int life = 0; life < 2; life++) {
            var isBusy = new CountDownLatch(1);
            var mayGoOn = new CountDownLatch(1);
            Processor processor =
                    record -> {
                        isBusy.countDown();
                        waitFor(mayGoOn);
                        done.add(record.value());
                    };
            ConsumerSettings settings =
                    ConsumerSettings.of(cluster.bootstrapServers(), group).maxRecords(10);
            var loop = ConsumerLoop.start(settings, topic, c -> new AtLeastOnce(c, processor));
            assertThat(isBusy.await(30, TimeUnit.SECONDS)).isTrue();
            var closer = new Thread(loop::close, "closer");
            closer.start();
            await().atMost(LONG).until(() -> closer.getState() == Thread.State.WAITING);
            mayGoOn.countDown();
            closer.join();
            assertThat(loop.isRunning()).isFalse();
            assertThat(topics.committedOffset(group))
                    .as("a wake-up between the work and its commit must not lose the commit")
                    .isEqualTo(done.size());
        }
        assertThat(done).as("no work twice after a clean end").doesNotHaveDuplicates();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldStopAtARecordThatCannotBeProcessedAndComeBackToIt() throws Exception {
        topics.fill(topic, 0, 20);
        Processor failing =
                record -> {
                    if (record.value().equals("7")) {
                        throw new IllegalStateException("cannot do 7");
                    }
                };
        ConsumerSettings settings = ConsumerSettings.of(cluster.bootstrapServers(), group);
        var loop = ConsumerLoop.start(settings, topic, c -> new AtLeastOnce(c, failing));
        loop.join(LONG);

        assertThat(loop.isRunning()).as("it must not go on past what it could not do").isFalse();
        assertThatThrownBy(loop::close).hasMessage("cannot do 7");
        assertThat(topics.committedOffset(group)).as("0 to 6 are done").isEqualTo(7);
    }
}
