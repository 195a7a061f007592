package labs.mq.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** State that moves with its partition. */
@LabTest
@WithKafka
@Timeout(90)
final class HandoverTest {
    private static final int PARTITIONS = 4;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final KafkaCluster cluster;
    private final Topics topics;
    private final String topic;
    private final ConsumerSettings settings;
    @TempDir Path directory;

    HandoverTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
        this.topic = topics.create(PARTITIONS);
        this.settings = ConsumerSettings.of(cluster.bootstrapServers(), "group-" + topic);
    }

    private ConsumerLoop start(Processor processor) {
        return ConsumerLoop.start(settings, topic, consumer -> counts(consumer, processor));
    }

    private KeyCounts counts(Consumer<String, String> consumer, Processor processor) {
        return new KeyCounts(consumer, new SnapshotStore(directory), processor);
    }

    /** Of each key, after all members have gone. */
    private Map<String, Long> saved() {
        var all = new HashMap<String, Long>();
        for (int i = 0; i < PARTITIONS; i++) {
            new SnapshotStore(directory)
                    .load(i)
                    .counts()
                    .forEach((k, n) -> all.merge(k, n, Long::sum));
        }
        return all;
    }

    private static Map<String, Long> evenly(long each) {
        var all = new HashMap<String, Long>();
        for (int i = 0; i < 10; i++) {
            all.put("k" + i, each);
        }
        return all;
    }

    @Test
    void shouldCountExactlyWhileMembersComeAndGo() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        Processor processor = record -> seen.add(record.value());
        topics.fill(topic, 0, 1_000);
        try (var first = start(processor)) {
            await().atMost(LONG).until(() -> seen.size() >= 1_000);
            try (var second = start(processor)) {
                await().atMost(LONG).until(() -> topics.members(settings.group()).size() == 2);
                await().atMost(LONG).until(this::isSharedEvenly);
                topics.fill(topic, 1_000, 2_000);
                await().atMost(LONG).until(() -> seen.size() >= 2_000);
            }
            topics.fill(topic, 2_000, 3_000);
            await().atMost(LONG).until(() -> seen.size() >= 3_000);
        }
        assertThat(saved())
                .as("counts of 3,000 records: save on revoked, load and seek on assigned")
                .isEqualTo(evenly(300));
        assertThat(seen).as("a hand-over repeats nothing").doesNotHaveDuplicates();
    }

    private boolean isSharedEvenly() {
        return topics.members(settings.group()).stream()
                .allMatch(member -> member.assignment().topicPartitions().size() == 2);
    }

    @Test
    void shouldKeepTheStateOfPartitionsThatStay() throws Exception {
        var moves = new CopyOnWriteArrayList<Collection<TopicPartition>>();
        topics.fill(topic, 0, 200);
        var seen = new CopyOnWriteArrayList<String>();
        try (var first =
                ConsumerLoop.start(
                        settings,
                        topic,
                        consumer ->
                                new Recording(counts(consumer, r -> seen.add(r.value())), moves))) {
            await().atMost(LONG).until(() -> seen.size() == 200);
            try (var second = start(record -> seen.add(record.value()))) {
                await().atMost(LONG).until(this::isSharedEvenly);
            }
        }
        assertThat(moves.get(0))
                .as("what the first gives to the second: cooperative, not all four")
                .hasSize(2);
    }

    /** Notes what is revoked. */
    private record Recording(Delivery inner, List<Collection<TopicPartition>> moves)
            implements Delivery {
        @Override
        public void deliver(ConsumerRecords<String, String> r) {
            inner.deliver(r);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            inner.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            moves.add(new ArrayList<>(partitions));
            inner.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            inner.onPartitionsLost(partitions);
        }
    }

    /** It stays away from poll too long; the other goes on; then it wakes. */
    @Test
    void shouldNotSaveWhatItLostOverWhatTheNextOwnerSaved() throws Exception {
        var stuck = new CountDownLatch(1);
        var wake = new CountDownLatch(1);
        var seenBySlow = new CopyOnWriteArrayList<String>();
        Processor sleepy =
                record -> {
                    seenBySlow.add(record.value());
                    if (record.value().equals("5")) {
                        stuck.countDown();
                        waitFor(wake);
                    }
                };
        topics.fill(topic, 0, 10);
        try (var slow =
                ConsumerLoop.start(
                        settings.maxPause(Duration.ofMillis(1_500)),
                        topic,
                        consumer -> counts(consumer, sleepy))) {
            waitFor(stuck);
            var seen = new CopyOnWriteArrayList<String>();
            try (var other = start(record -> seen.add(record.value()))) {
                await().atMost(LONG).until(() -> seen.size() >= 10);
                topics.fill(topic, 10, 1_000);
                await().atMost(LONG).until(() -> seen.size() >= 1_000);
            } finally {
                wake.countDown(); // when the other has saved
            }
            topics.fill(topic, 1_000, 1_100);
            await().atMost(LONG).until(() -> seenBySlow.containsAll(Topics.numbers(1_000, 1_100)));
            assertThat(seenBySlow)
                    .as("the slow one has the partitions again, with what the other saved")
                    .doesNotContainAnyElementsOf(Topics.numbers(10, 1_000));
        }
        assertThat(saved())
                .as("a member that lost its partitions must not save them: they are another's")
                .isEqualTo(evenly(110));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
