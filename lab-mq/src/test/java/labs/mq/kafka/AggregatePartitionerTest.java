package labs.mq.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import labs.kit.LabTest;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class AggregatePartitionerTest {
    @Test
    void shouldKeepAllThatBelongsToOneAggregateTogether() {
        for (int i = 0; i < 1_000; i++) {
            int home = AggregatePartitioner.partition("order-" + i, 12);
            assertThat(AggregatePartitioner.partition("order-" + i + "/line-1", 12))
                    .isEqualTo(home);
            assertThat(AggregatePartitioner.partition("order-" + i + "/line-2/note", 12))
                    .as("what follows the first slash does not matter")
                    .isEqualTo(home);
        }
    }

    @Test
    void shouldPutPlainKeysWhereKafkaPutsThem(Random random) {
        var used = new HashSet<Integer>();
        for (int i = 0; i < 5_000; i++) {
            String key = "ü" + Long.toString(random.nextLong(), 36);
            int partition = AggregatePartitioner.partition(key, 7);
            assertThat(partition)
                    .as("key %s, with Kafka's own partitioner", key)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), 7));
            used.add(partition);
        }
        assertThat(used).hasSize(7);
    }

    @Test
    void shouldRefuseARecordWithoutAKey() {
        assertThatThrownBy(() -> AggregatePartitioner.partition(null, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
