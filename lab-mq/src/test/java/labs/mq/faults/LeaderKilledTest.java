package labs.mq.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import labs.cluster.kafka.KafkaCluster;
import labs.cluster.kafka.KafkaNode;
import labs.kit.LabTest;
import labs.mq.cluster.ChildProcess;
import labs.mq.kafka.Fate;
import labs.mq.kafka.ProducerSettings;
import labs.mq.kafka.RecordSender;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(600)
final class LeaderKilledTest {
    private static final int KILLS = Integer.getInteger("lab.kills", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KafkaCluster cluster;

    private ReplicatedTopic topic;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void makeTopic() throws Exception {
        cluster.heal();
        topic = new ReplicatedTopic(cluster);
    }

    /** Five keys, numbered values, and leaders that die under way. */
    @Test
    void shouldLoseNothingAcknowledgedAndKeepTheOrderOfAKeyWithAcksAll(Random random)
            throws Exception {
        Map<String, CompletableFuture<Fate>> fates = new HashMap<>();
        var settings = ProducerSettings.of(cluster.bootstrapServers()).patience(PATIENCE);
        try (var sender = new RecordSender(settings)) {
            int number = 0;
            for (int kill = 0; kill <= KILLS; kill++) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
                while (System.nanoTime() < end) {
                    String value = Integer.toString(number);
                    fates.put(value, sender.send(topic.name(), "k" + number++ % 5, value));
                    pause(random.nextInt(3));
                }
                if (kill < KILLS) {
                    topic.leader().kill(); // with batches on their way
                    for (int i = 0; i < 100; i++) {
                        String value = Integer.toString(number);
                        fates.put(value, sender.send(topic.name(), "k" + number++ % 5, value));
                    }
                    sender.flush();
                    cluster.heal();
                }
            }
        }
        List<ConsumerRecord<String, String>> read = topic.read();
        List<String> acknowledged =
                fates.entrySet().stream()
                        .filter(e -> e.getValue().join() instanceof Fate.Acknowledged)
                        .map(Map.Entry::getKey)
                        .toList();
        System.out.printf(
                "acks=all: %d leaders killed, %d sent, %d acknowledged, %d read%n",
                KILLS, fates.size(), acknowledged.size(), read.size());
        assertThat(read)
                .extracting(ConsumerRecord::value)
                .doesNotHaveDuplicates()
                .containsAll(acknowledged);
        assertThat(acknowledged)
                .as("leaders change, and the sender goes on")
                .hasSizeGreaterThan(200);
        ReplicatedTopic.requireOrderOfKeys(read);
    }

    /** The followers stand still for a moment, and in this moment the leader dies. */
    @Test
    void shouldLoseWhatTheLeaderAloneAcknowledgedWithAcksOne() throws Exception {
        KafkaNode leader = topic.leader();
        List<KafkaNode> followers =
                cluster.nodes().stream().filter(server -> server != leader).toList();
        try (var one = topic.producer("1", Map.of());
                var all = topic.producer("all", Map.of())) {
            one.send(topic.record("k", "before, one")).get();
            all.send(topic.record("k", "before, all")).get();
            Future<RecordMetadata> inDoubt;
            for (KafkaNode follower : followers) {
                ChildProcess.signal(follower.pid(), "STOP");
            }
            try {
                // Each follower had asked already when it was stopped, and has this in its socket.
                one.send(topic.record("k", "asked for")).get(20, TimeUnit.SECONDS);
                pause(200);
                one.send(topic.record("k", "one")).get(20, TimeUnit.SECONDS);
                inDoubt = all.send(topic.record("k", "all"));
                pause(200); // long enough for an answer, if there were one
                assertThat(inDoubt.isDone()).as("acks=all has to wait for the followers").isFalse();
                leader.kill();
            } finally {
                for (KafkaNode follower : followers) {
                    ChildProcess.signal(follower.pid(), "CONT");
                }
            }
            inDoubt.get(60, TimeUnit.SECONDS); // sent again to the next leader
        }
        cluster.heal();
        assertThat(topic.read())
                .extracting(ConsumerRecord::value)
                .as(
                        "'one' was acknowledged, and is gone; 'all' was acknowledged later, and is there")
                .contains("before, one", "before, all", "all")
                .doesNotContain("one");
    }

    private static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
