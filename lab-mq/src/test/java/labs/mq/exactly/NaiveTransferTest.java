package labs.mq.exactly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Not graded: what the transactions are for. */
@LabTest
@WithKafka
@Timeout(120)
final class NaiveTransferTest extends TransferFixture {
    NaiveTransferTest(KafkaCluster cluster, Topics topics) {
        super(cluster.bootstrapServers(), topics);
    }

    @Test
    void shouldDoubleWhatItSentBeforeItWasKilled() throws Exception {
        topics.fill(input, 0, 60);
        try (var child = start("naive", 33)) {
            child.says("AT");
            await().atMost(LONG).until(() -> results().size() == 32);
            child.kill();
        }
        try (var child = start("naive", 0)) {
            await().atMost(LONG).until(() -> isThrough(60));
            child.kill();
        }
        List<String> results = results();
        assertThat(results).as("nothing is lost").containsAll(Topics.numbers(0, 60));
        assertThat(results.size() - new HashSet<>(results).size())
                .as("twelve results of the step in which it was killed are there twice")
                .isEqualTo(12);
    }
}
