package labs.mq.rules.lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.rules.RawClients;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(120)
final class LagReaderTest {
    private static final Instant NOW = Instant.now();

    private final KafkaCluster cluster;
    private final Topics topics;
    private final String topic;
    private final String group;

    LagReaderTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
        this.topic = topics.create(3);
        this.group = "group-" + topic;
    }

    /** Records that are that many seconds old. */
    private void send(int partition, int... ages) {
        try (var producer = RawClients.producer(cluster.bootstrapServers())) {
            for (int age : ages) {
                long time = NOW.minusSeconds(age).toEpochMilli();
                producer.send(new ProducerRecord<>(topic, partition, time, null, new byte[100]));
            }
        }
    }

    private void commit(int partition, long next) throws Exception {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next));
        topics.admin().alterConsumerGroupOffsets(group, offsets).all().get();
    }

    private GroupLag read() {
        try (var reader =
                new LagReader(cluster.bootstrapServers(), Clock.fixed(NOW, ZoneOffset.UTC))) {
            return reader.read(group, topic);
        }
    }

    @Test
    void shouldTellTheAgeOfTheOldestUnreadRecord() throws Exception {
        send(0, 500, 400, 90, 80);
        send(1, 300, 10);
        send(2, 200);
        commit(0, 2);
        commit(1, 1);
        commit(2, 1);
        assertThat(read())
                .as("unread: two that are 90 and 80 s old, one of 10 s; those read do not count")
                .isEqualTo(new GroupLag(0, 3, Duration.ofSeconds(90)));

        commit(0, 4);
        commit(1, 2);
        assertThat(read()).as("all is read").isEqualTo(new GroupLag(0, 0, Duration.ZERO));
    }

    @Test
    void shouldCountAPartitionOfWhichNothingWasEverCommitted() throws Exception {
        send(0, 40, 30);
        send(1, 70);
        assertThat(read())
                .as("a group that has never been there has read nothing")
                .isEqualTo(new GroupLag(0, 3, Duration.ofSeconds(70)));
        commit(0, 2);
        assertThat(read())
                .as("nothing committed in partition 1: nothing read")
                .isEqualTo(new GroupLag(0, 1, Duration.ofSeconds(70)));
    }

    @Test
    void shouldNotCountWhatIsDeletedNorBeMisledByAClockThatIsAhead() throws Exception {
        send(0, 90, 80, -30);
        commit(0, 0);
        var before = Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2));
        topics.admin().deleteRecords(before).all().get();
        assertThat(read())
                .as("offsets 0 and 1 are gone; the record at 2 comes from the future")
                .isEqualTo(new GroupLag(0, 1, Duration.ZERO));
    }

    @Test
    void shouldTellHowManyMembersThereAre() {
        try (var member = RawClients.consumer(cluster.bootstrapServers(), group, Map.of())) {
            member.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                member.poll(Duration.ofMillis(100));
                                return !member.assignment().isEmpty();
                            });
            assertThat(read().members()).isEqualTo(1);
        }
        assertThat(read().members()).isZero();
    }
}
